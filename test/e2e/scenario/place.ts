import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../setup/require.js';
import type { Names } from './filters.js';

/** Folders and an environment of their own for one test: nothing of the user's home, settings, keys or agent is seen. */
export interface Place extends Names {
  readonly env: Readonly<Record<string, string>>;
  readonly bin: string;
  end(): void;
}

const programs = [
  ...[
    'git',
    'python3',
    'ssh-keygen',
    'ssh-add',
    'ssh-agent',
    'sh',
    'env',
    'cat',
    'cp',
    'mv',
    'rm',
    'mkdir',
    'rmdir',
    'ls',
  ],
  ...[
    'touch',
    'chmod',
    'ln',
    'printf',
    'echo',
    'sleep',
    'true',
    'false',
    'sed',
    'tr',
    'dirname',
    'basename',
    'uname',
    'test',
  ],
];

/**
 * @param options.identity whether git knows the user as Ana <ana@example.com>
 * @param options.without programs that shall not be on PATH
 */
export const makePlace = (
  options: { readonly identity?: boolean; readonly without?: readonly string[]; readonly version?: string } = {},
): Place => {
  const { identity = true, without = [], version = '' } = options;
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'autogov-e2e-'));
  const folder = (name: string): string => {
    mkdirSync(join(base, name), { recursive: true });
    return join(base, name);
  };
  const [root, home, state, bin, temporary] = ['work', 'home', 'state', 'bin', 'tmp'].map(folder);
  if (!root || !home || !state || !bin || !temporary) throw new Error('no folders');
  const user = identity ? '[user]\n\tname = Ana\n\temail = ana@example.com\n' : '[user]\n\tuseConfigOnly = true\n';
  writeFileSync(join(home, '.gitconfig'), `${user}[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n`);
  linkPrograms(bin, without);
  const env = {
    PATH: bin,
    HOME: home,
    USER: 'ana',
    LOGNAME: 'ana',
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    AUTOGOV_STATE: state,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
  return { base, root, home, state, bin, env, version, end: () => rmSync(base, { recursive: true, force: true }) };
};

/** PATH holds links to these programs only, so that what else a machine has installed changes no answer. */
const linkPrograms = (bin: string, without: readonly string[]): void => {
  const unknown = without.filter((name) => !programs.includes(name));
  if (unknown.length > 0) throw new Error(`never on PATH here: ${unknown.join(', ')}`);
  for (const name of programs) {
    const path = without.includes(name) ? undefined : findProgram(name);
    if (path !== undefined) symlinkSync(realProgram(name, path), join(bin, name));
  }
};

/** A version manager's `python3` is a script that needs more of the machine; the interpreter itself knows where it is. */
const realProgram = (name: string, path: string): string => {
  if (name !== 'python3') return path;
  pythonProgram ??= execFileSync(path, ['-c', 'import os, sys; print(os.path.realpath(sys.executable), end="")'], {
    encoding: 'utf8',
  });
  return pythonProgram;
};

let pythonProgram: string | undefined;
