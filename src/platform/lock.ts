import { createHash } from 'node:crypto';
import { closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { posix } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '../faults/index.js';
import type { Locks } from '../ports/index.js';
import { codeOf, listen, type Release, untilGone } from './lock-listen.js';
import { takeSocket } from './lock-socket.js';
import { reasonOf } from './reasons.js';

type Platform = 'linux' | 'darwin' | 'win32';

/** Where the lock of a name lives on each system. */
export type LockPlace = { readonly sockets: string } | { readonly file: string } | { readonly pipe: string };

/** @param folder the user's own, mode 0700; locks lie below it */
export const lockPlace = (platform: Platform, folder: string, name: string): LockPlace => {
  const digest = createHash('sha256').update(`autogov lock\n${name}`).digest('hex').slice(0, 32);
  if (platform === 'win32') return { pipe: `\\\\.\\pipe\\autogov-${digest}` };
  const path = posix.join(folder, 'locks', digest);
  return platform === 'linux' ? { sockets: path } : { file: `${path}.lock` };
};

/**
 * Locks that the kernel itself ends with the process, on whatever signal: numbered unix sockets on Linux, a file opened with
 * O_EXLOCK on macOS, a named pipe on Windows.
 *
 * Not an abstract socket on Linux: any user could bind its name, containers that share a folder but no network would not
 * exclude each other, and the two builds can't bind the same name (Node 20 always binds 108 bytes, bun at most 107). A socket in a folder has
 * none of that; it needs a file system that has sockets, and two hosts that mount one folder don't exclude each other
 * (a log belongs to one machine). A pipe's name on Windows can be taken by any user who knows it, which denies the lock and
 * never lets two in: a name must hold something unguessable, such as the id of a log.
 */
export const createLocks = (platform: Platform, folder: string): Locks => ({
  take: async (name, wait) => {
    const place = lockPlace(platform, folder, name);
    if ('sockets' in place) return await takeSocket(place.sockets, wait);
    return 'pipe' in place ? await takePipe(place.pipe, wait) : await takeFile(place.file, wait);
  },
});

const takePipe = async (address: string, wait: number): Promise<Release | undefined> => {
  const net = await import('node:net');
  const end = performance.now() + wait;
  for (;;) {
    const release = await listen(net, address);
    if (release !== undefined) return release;
    if ((await untilGone(net, address, Math.max(0, end - performance.now()))) === 'held') return undefined;
  }
};

// <fcntl.h> of macOS; node has no name for it.
const openAndLock = 0x20;

const takeFile = async (path: string, wait: number): Promise<Release | undefined> => {
  const end = performance.now() + wait;
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    const release = holdFile(path);
    const left = end - performance.now();
    if (release !== undefined || left <= 0) return release;
    await sleep(Math.min(pause, left));
  }
};

/** The file stays when the lock is released: were it removed, two processes could lock two files of one name. */
const holdFile = (path: string): Release | undefined => {
  let handle: number | undefined;
  try {
    mkdirSync(posix.dirname(path), { recursive: true, mode: 0o700 });
    handle = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | openAndLock, 0o600);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EAGAIN' || code === 'EWOULDBLOCK') return undefined;
    throw new Fault('AG212', { path, reason: reasonOf(code ?? String(error)) }, undefined, error);
  }
  return () => {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  };
};
