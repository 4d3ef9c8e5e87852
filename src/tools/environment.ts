import { join, relative, resolve } from 'node:path';
import { Fault } from '../faults/index.js';
import type { Completed, Repository, World } from '../ports/index.js';
import { lastLine, mustHaveEnded, textOf, toolEnvironment } from './children.js';
import { callOf, findUv, type Uv } from './uv/find.js';

/** The environment that uv made from the lock file, or the fault that says why it can't be used (its `tool` still to be filled). */
export type EnvironmentState =
  | { readonly usable: true; readonly folder: string /** Where its programs stand. */; readonly programs: string }
  | { readonly usable: false; readonly fault: (tool: string) => Fault };

const limit = 120_000;

/**
 * Hold the environment against uv.lock with `uv sync --check`: nothing is installed, nothing asked of the network. The lock file is
 * taken as it is (--frozen; whether it is fresh is DEP002), and packages beyond it are allowed (--inexact).
 * A project that uv would only build again is as good as installed.
 * What it does not show: files of a package that were changed after their installation.
 */
export const lockedEnvironment = async (
  world: World,
  repository: Repository,
  uv: Uv | undefined,
): Promise<EnvironmentState> => {
  const { root } = repository;
  if (uv === undefined) return { usable: false, fault: (tool) => new Fault('AG227', { tool }) };
  const mend = `${callOf(uv)} sync --locked`;
  const folder = resolve(root, world.machine.env['UV_PROJECT_ENVIRONMENT'] || '.venv');
  const shown = relative(root, folder) || '.';
  if (world.files.stat(join(folder, 'pyvenv.cfg'))?.kind !== 'file') {
    return { usable: false, fault: (tool) => new Fault('AG230', { tool, mend, path: shown }) };
  }
  if (isCommitted(repository, shown)) {
    return { usable: false, fault: (tool) => new Fault('AG236', { tool, folder: shown }) };
  }
  const hold = async (...more: readonly string[]): Promise<Completed> => {
    const done = await world.processes.run({
      program: uv.program,
      args: ['sync', '--frozen', '--check', '--inexact', '--offline', '--no-progress', ...more],
      cwd: root,
      env: toolEnvironment(world, { UV_PYTHON_DOWNLOADS: 'never' }),
      timeout: limit,
    });
    mustHaveEnded(done, 'uv', 'uv sync --locked --check', limit);
    return done;
  };
  const done = await hold();
  const said = textOf(done.stderr);
  const outdated = /environment is outdated/.test(said);
  if (done.code === 0 || (outdated && onlyRebuilds(said) && (await hold('--no-install-workspace')).code === 0)) {
    return { usable: true, folder, programs: join(folder, world.machine.platform === 'win32' ? 'Scripts' : 'bin') };
  }
  if (outdated) return { usable: false, fault: (tool) => new Fault('AG231', { tool, mend }) };
  const reason = lastLine(/^error: (.+)$/m.exec(said)?.[1] ?? said);
  return { usable: false, fault: (tool) => new Fault('AG237', { tool, reason: `uv sync --check: ${reason}` }, mend) };
};

/**
 * Whether uv would only build again what is installed: it wants that for the project itself after every touch of pyproject.toml and
 * every file that comes or goes below src, although an editable installation reads the sources where they are.
 */
export const onlyRebuilds = (said: string): boolean => {
  const names = (sign: string): readonly string[] =>
    [...said.matchAll(new RegExp(`^ \\${sign} ([\\w.-]+)`, 'gm'))].map((match) => match[1] ?? '');
  const removed = new Set(names('-'));
  const added = names('+');
  return added.length > 0 && added.every((name) => removed.has(name));
};

/** An environment in the index came with the clone: whoever wrote the repository chose its programs. */
const isCommitted = (repository: Repository, folder: string): boolean =>
  !folder.startsWith('..') &&
  repository.text(['ls-files', '-z', '--', `:(literal)${folder.replaceAll('\\', '/')}`]) !== '';

/** The absolute path of a program in the environment. @throws the fault that says why the environment can't be used */
export const programIn = (world: World, state: EnvironmentState, name: string): string => {
  if (!state.usable) throw state.fault(name);
  return join(state.programs, world.machine.platform === 'win32' ? `${name}.exe` : name);
};

/** Find uv, hold the environment against the lock file, and name one of its programs. @throws Fault AG227, AG230, AG231, AG236, AG237 */
export const environmentProgram = async (world: World, repository: Repository, name: string): Promise<string> =>
  programIn(world, await lockedEnvironment(world, repository, await findUv(world, repository.root)), name);
