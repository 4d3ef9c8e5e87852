import { dirname, join } from 'node:path';
import type { Project } from '../config/index.js';
import { Fault } from '../faults/index.js';
import { type Snapshot, stagedPaths } from '../policy/index.js';
import type { World } from '../ports/index.js';
import { ruff } from './adapters/ruff.js';
import { type ToolName, toolNames } from './names.js';
import { fromFault, type Judged, notChecked } from './outcomes.js';
import type { Watch } from './run-tools.js';

interface Options {
  readonly tools?: readonly ToolName[];
  readonly withoutTools?: string;
  readonly watch?: Watch;
}

/**
 * ruff on the Python files that a commit would change, as they are in the index: written to a folder that only their owner reads, with
 * the settings that are in the index, and removed afterwards. The other tools judge a whole work tree and are listed as not checked.
 */
export const judgeStaged = async (
  world: World,
  project: Project,
  snapshot: Snapshot,
  options: Options,
): Promise<readonly Judged[]> => {
  const names = options.tools ?? toolNames;
  const outside = (name: ToolName): Judged => notChecked(name, 'not in this profile: --staged');
  const { withoutTools } = options;
  if (withoutTools !== undefined)
    return names.map((name) => (name === 'ruff' ? notChecked(name, withoutTools) : outside(name)));
  if (!names.includes('ruff')) return names.map(outside);
  const judged = await judgeRuff(world, project, snapshot, options);
  return names.map((name) => (name === 'ruff' ? judged : outside(name)));
};

const judgeRuff = async (world: World, project: Project, snapshot: Snapshot, options: Options): Promise<Judged> => {
  const changed = [...(await stagedPaths(world, project))].filter(
    (path) => /\.pyi?$/.test(path) && snapshot.entries.get(path)?.mode.startsWith('100') === true,
  );
  if (changed.length === 0) return notChecked('ruff', 'no Python file is staged');
  const { runTools } = await import('./run-tools.js');
  const root = world.files.temporaryFolder('autogov-staged-');
  try {
    writeCopy(world, root, snapshot, changed);
    const wanted = new Set(changed);
    const copy = { root, counts: (path: string) => wanted.has(path) };
    const [judged] = await runTools(world, project, ['ruff'], ['ruff'], options.watch, copy);
    return judged ?? notChecked('ruff', 'not in uv.lock');
  } catch (error) {
    if (error instanceof Fault && error.code !== 'AG238') return fromFault('ruff', ruff.why, undefined, error);
    throw error;
  } finally {
    world.files.remove(root);
  }
};

const settings = /(^|\/)[^/]*\.toml$/;

/**
 * The changed files and every TOML file with their content. Of the other modules only the names are there, empty, as far as ruff looks
 * at them: which modules are the project's own, and which folders are packages.
 */
const writeCopy = (world: World, root: string, snapshot: Snapshot, changed: readonly string[]): void => {
  const all = [...snapshot.entries].filter(([, { mode }]) => mode.startsWith('100')).map(([path]) => path);
  const contents = snapshot.read([...changed, ...all.filter((path) => settings.test(path))]);
  const folders = new Set<string>();
  const write = (path: string, content: Uint8Array): void => {
    const at = join(root, path);
    const folder = dirname(at);
    if (!folders.has(folder)) world.files.makeFolder(folder, 0o700);
    folders.add(folder);
    world.files.write(at, 0, content);
  };
  for (const path of changed) {
    const content = contents.get(path);
    if (content === undefined || snapshot.entries.get(path)?.exact === false || !isInside(path))
      throw new Fault(
        'AG237',
        { tool: 'ruff', reason: 'a staged file cannot be written out for it', path },
        'rename it, or make it smaller',
      );
  }
  for (const [path, content] of contents) if (isInside(path)) write(path, content);
  const nothing = new Uint8Array(0);
  for (const path of all) {
    if (contents.has(path) || !path.endsWith('.py') || !isInside(path)) continue;
    const depth = path.split('/').length;
    if (depth <= 3 || path.endsWith('/__init__.py')) write(path, nothing);
  }
};

/** git refuses such names; an index that somebody wrote by hand may hold them all the same. */
const isInside = (path: string): boolean =>
  !path.startsWith('/') &&
  !/^[A-Za-z]:/.test(path) &&
  !path.split(/[/\\]/).some((part) => part === '..' || part === '');
