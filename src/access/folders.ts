import { join } from 'node:path';
import type { World } from '../ports/index.js';

/**
 * Work trees whose code this user lets run without being asked: made by init, run, or named by `autogov trust`. A pin vouches for a chain
 * of signers, not for code: a stranger's archive can carry a copy of a pinned project's chain beside code of its own.
 */
const listPath = (world: World): string => join(world.machine.folders.config, 'trusted-folders.json');

const mostFolders = 1000;

/** A list that can't be read vouches for nothing. */
const readList = (world: World): readonly string[] => {
  const text = world.files.readText(listPath(world));
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
};

/** @param root top of the work tree; compared by its real path */
export const isTrustedFolder = (world: World, root: string): boolean =>
  readList(world).includes(world.files.real(root) ?? root);

/** Remember a work tree; the newest last, the oldest forgotten beyond a thousand. */
export const trustFolder = (world: World, root: string): void => {
  const real = world.files.real(root) ?? root;
  const list = readList(world);
  if (list.includes(real)) return;
  world.files.makeFolder(world.machine.folders.config, 0o700);
  world.files.writeAtomic(listPath(world), `${JSON.stringify([...list, real].slice(-mostFolders))}\n`, 0o600);
};
