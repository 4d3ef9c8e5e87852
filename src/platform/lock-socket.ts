import { randomBytes } from 'node:crypto';
import { closeSync, linkSync, mkdirSync, openSync, readdirSync, unlinkSync } from 'node:fs';
import { posix } from 'node:path';
import { Fault } from '../faults/index.js';
import { codeOf, listen, type Net, type Release, untilGone } from './lock-listen.js';
import { reasonOf } from './reasons.js';

// sockaddr_un.sun_path has 108 bytes with the NUL at the end.
const longestPath = 107;
const manyNames = 64;

/**
 * A lock that is the highest numbered of the unix sockets in a folder, while somebody listens on it.
 *
 * Whoever finds the highest, n, dead makes n + 1; link(2) lets one process do so. A socket is linked only when it
 * is already listening, so a number that refuses connections is dead for ever. The highest number is never removed, only lower ones,
 * so the highest never falls: a process that was stopped between its look and its link may revive a lower number, sees the higher
 * one when it looks again, and has no lock. The kernel closes the socket with its process, on whatever signal.
 */
export const takeSocket = async (folder: string, wait: number): Promise<Release | undefined> => {
  const net = await import('node:net');
  const end = performance.now() + wait;
  const near = enter(folder);
  try {
    for (;;) {
      const highest = highestOf(folder);
      if (highest > 0) {
        const left = end - performance.now();
        const state = await untilGone(net, posix.join(near.path, String(highest)), Math.max(0, left));
        if (state === 'held') return undefined;
        if (state === 'moved') continue;
      }
      const release = await become(net, folder, near.path, highest + 1);
      if (release !== undefined) return release;
    }
  } finally {
    near.leave();
  }
};

/** Listen as this number; undefined if somebody else is or was it. */
const become = async (net: Net, folder: string, near: string, number: number): Promise<Release | undefined> => {
  const temporary = `new-${randomBytes(8).toString('hex')}`;
  const held = await listen(net, posix.join(near, temporary));
  if (held === undefined) return undefined;
  const mine = linked(folder, temporary, number);
  remove(posix.join(folder, temporary));
  if (mine && highestOf(folder) === number) {
    tidy(folder, number);
    return held;
  }
  held();
  return undefined;
};

const linked = (folder: string, temporary: string, number: number): boolean => {
  try {
    linkSync(posix.join(folder, temporary), posix.join(folder, String(number)));
    return true;
  } catch (error) {
    const code = codeOf(error);
    // Made by somebody else, or the temporary name was tidied away.
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw new Fault(
      'AG212',
      { path: folder, reason: `the lock cannot be made here: ${reasonOf(String(code))}` },
      undefined,
      error,
    );
  }
};

const numberShape = /^[1-9][0-9]{0,14}$/;

const highestOf = (folder: string): number =>
  readdirSync(folder).reduce(
    (highest, name) => (numberShape.test(name) ? Math.max(highest, Number(name)) : highest),
    0,
  );

/** Remove what is below the highest, and, when many have piled up, names of processes that died before they had a number. */
const tidy = (folder: string, highest: number): void => {
  const names = readdirSync(folder);
  for (const name of names) {
    const below = numberShape.test(name) && Number(name) < highest;
    if (below || (names.length > manyNames && name.startsWith('new-'))) remove(posix.join(folder, name));
  }
};

const remove = (path: string): void => {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
};

/** Make the folder, and a path to it that is short enough for the address of a socket in it. */
const enter = (folder: string): { readonly path: string; readonly leave: () => void } => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (Buffer.byteLength(folder) + 24 <= longestPath) return { path: folder, leave: () => undefined };
    const handle = openSync(folder, 'r');
    return { path: `/proc/self/fd/${handle}`, leave: () => closeSync(handle) };
  } catch (error) {
    throw new Fault('AG212', { path: folder, reason: reasonOf(codeOf(error) ?? String(error)) }, undefined, error);
  }
};
