import type { World } from '../ports/index.js';
import type { Uv } from './uv/find.js';
import type { Python } from './uv/python.js';

export { toolEnvironment } from './children.js';
export type { Uv } from './uv/find.js';
export type { Python } from './uv/python.js';

/**
 * The uv to use: the one on PATH if its version is allowed, else the pinned one from autogov's cache, else installed there now, by hash,
 * with python3's venv and pip.
 * @param say progress, in a few words
 * @param outside the repository at hand; programs inside of it are passed over
 * @throws Fault AG202 (no Python ≥ 3.11), AG220–AG226
 */
export const obtainUv = async (world: World, say?: (detail: string) => void, outside?: string): Promise<Uv> =>
  (await import('./uv/obtain.js')).obtainUv(world, say, outside);

/** The same without installing anything; undefined where no usable uv is at hand. */
export const findUv = async (world: World, outside?: string): Promise<Uv | undefined> =>
  (await import('./uv/find.js')).findUv(world, outside);

/** The first Python ≥ 3.11 on PATH that answers; undefined where there is none. */
export const findPython = async (world: World, outside?: string): Promise<Python | undefined> =>
  (await import('./uv/python.js')).findPython(world, outside);
