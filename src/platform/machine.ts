import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Machine } from '../ports/index.js';
import { builtin } from './builtin.js';
import { foldersFor } from './folders.js';

/** Put in by the build. */
declare const AUTOGOV_SOURCES: string | undefined;

/**
 * @param self how to start this autogov again
 * @param cwd what --cwd said, if anything
 */
export const createMachine = (build: Machine['build'], self: readonly string[], cwd: string | undefined): Machine => {
  const platform = process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
  const home = homeFolder();
  return {
    platform,
    arch: process.arch,
    env: process.env,
    cwd: cwd === undefined ? process.cwd() : resolve(cwd),
    home,
    get host() {
      return builtin.os().hostname();
    },
    get user() {
      return userName();
    },
    pid: process.pid,
    folders: foldersFor(platform, process.env, home),
    self,
    build,
    ...(typeof AUTOGOV_SOURCES === 'string' ? { sources: AUTOGOV_SOURCES } : {}),
    runtime: process.versions['bun'] === undefined ? process.versions.node : process.versions['bun'],
    get cores() {
      return builtin.os().availableParallelism();
    },
  };
};

const homeFolder = (): string => {
  try {
    return builtin.os().homedir();
  } catch {
    return '/nonexistent';
  }
};

/**
 * The name of the user that this process runs as, from the system's user database. Not os.userInfo(): bun answers it from $USER, which
 * anybody can set, and this name goes into records. A number that no database knows (containers) is named by itself.
 */
const userName = (): string => {
  const id = process.getuid?.();
  if (id === undefined) return builtin.os().userInfo().username;
  return nameInPasswd(readPasswd(), id) ?? askId() ?? `uid-${id}`;
};

const readPasswd = (): string => {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
};

/** @param passwd lines of `name:password:uid:…`, passwd(5) */
export const nameInPasswd = (passwd: string, id: number): string | undefined => {
  for (const line of passwd.split('\n')) {
    const fields = line.split(':');
    if (fields[2] === String(id) && fields[0] !== '') return fields[0];
  }
  return undefined;
};

/** Directory services (macOS, LDAP) are not in /etc/passwd. */
const askId = (): string | undefined => {
  const done = builtin.childProcess().spawnSync('/usr/bin/id', ['-un'], { encoding: 'utf8', env: {} });
  return done.status === 0 ? done.stdout.trim() || undefined : undefined;
};
