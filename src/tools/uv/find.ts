import { dirname, join } from 'node:path';
import type { World } from '../../ports/index.js';
import { textOf, toolEnvironment } from '../children.js';
import { pinnedUv } from './wheels.js';

/** A uv that was asked for its version and may be used. */
export interface Uv {
  /** Absolute path. */
  readonly program: string;
  /** `0.13.9` */
  readonly version: string;
  /** On PATH, in autogov's cache from before, or put there just now. */
  readonly origin: 'path' | 'cache' | 'installed';
}

/** How a person calls it: by its name where that is enough, else by its path. */
export const callOf = (uv: Uv | undefined): string => {
  if (uv === undefined || uv.origin === 'path') return 'uv';
  return /\s/.test(uv.program) ? `"${uv.program}"` : uv.program;
};

/** Versions that autogov works with: from 0.9.0 (`sync --check`, lock revisions) to below 2. */
export const isAllowed = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 1 || (major === 0 && minor >= 9);
};

/** Where the pinned uv stands once it is installed; one file, put there by a rename, so that it is whole or absent. */
export const cachedUv = (world: World): string =>
  join(world.machine.folders.cache, 'uv', pinnedUv, world.machine.platform === 'win32' ? 'uv.exe' : 'uv');

/** @returns the version that a uv says it is, or undefined where it would not start */
export const askUv = async (world: World, program: string): Promise<string | undefined> => {
  const done = await world.processes.run({
    program,
    args: ['--version'],
    cwd: dirname(program),
    env: toolEnvironment(world),
    timeout: 20_000,
  });
  return done.code === 0 ? /^uv (\d+\.\d+\.\d+)/.exec(textOf(done.stdout))?.[1] : undefined;
};

/**
 * The uv to use, without installing anything: the one on PATH if its version is allowed, else the pinned one in the cache.
 * @param outside the repository that is judged; a uv inside of it is passed over
 */
export const findUv = async (world: World, outside?: string): Promise<Uv | undefined> => {
  const onPath = world.processes.find('uv', outside);
  if (onPath !== undefined) {
    const version = await askUv(world, onPath);
    if (version !== undefined && isAllowed(version)) return { program: onPath, version, origin: 'path' };
  }
  const program = cachedUv(world);
  if (world.files.stat(program)?.kind !== 'file') return undefined;
  const version = await askUv(world, program);
  return version === pinnedUv ? { program, version, origin: 'cache' } : undefined;
};
