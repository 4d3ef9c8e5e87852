import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createWorld, readFlags } from '../../src/platform/index.js';
import type { Place } from '../../src/policy/model.js';
import type { World } from '../../src/ports/index.js';

/** A real repository in a temporary folder, with no configuration but its own. */
export interface GitRepository {
  readonly world: World;
  readonly project: Place;
  readonly root: string;
  /** Run git; stdout without its last line feed. */
  git(...args: readonly string[]): string;
  write(files: Readonly<Record<string, string | undefined>>): void;
  end(): void;
}

const env = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ana',
  GIT_AUTHOR_EMAIL: 'ana@example.com',
  GIT_COMMITTER_NAME: 'Ana',
  GIT_COMMITTER_EMAIL: 'ana@example.com',
};

export const gitRepository = async (
  more: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<GitRepository> => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'autogov-policy-')));
  const git = (...args: readonly string[]): string => {
    const done = spawnSync('git', args, { cwd: root, env, encoding: 'utf8' });
    if (done.status !== 0 && args[0] !== 'merge') throw new Error(`git ${args.join(' ')}: ${done.stderr}`);
    return done.stdout.replace(/\n$/, '');
  };
  const write = (changed: Readonly<Record<string, string | undefined>>): void => {
    for (const [path, content] of Object.entries(changed)) {
      const at = join(root, path);
      mkdirSync(dirname(at), { recursive: true });
      if (content === undefined) rmSync(at, { recursive: true, force: true });
      else writeFileSync(at, content);
    }
  };
  git('init', '-q', '-b', 'main');
  write(files);
  const real = await createWorld(readFlags(['--cwd', root]), undefined);
  const world: World = { ...real, machine: { ...real.machine, cwd: root, env: { ...env, ...more } } };
  const repository = world.git.repository(root);
  if (repository === undefined) throw new Error('git init left no repository');
  return { world, project: { root, repository }, root, git, write, end: () => rmSync(root, { recursive: true }) };
};
