import { resolve } from 'node:path';
import type { Machine } from '../ports/index.js';
import { builtin } from './builtin.js';
import { foldersFor } from './folders.js';

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

/** A container may run under a number that no user database knows. */
const userName = (): string => {
  try {
    return builtin.os().userInfo().username;
  } catch {
    return process.env['USER'] ?? process.env['USERNAME'] ?? 'unknown';
  }
};
