import type { Machine } from '../ports/index.js';
import { builtin } from './builtin.js';

type Platform = Machine['platform'];

/** How long a process group may take to end after SIGTERM before it is killed. */
export const graceMilliseconds = 5000;

export const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Send a signal to a child that leads a process group, and to all that it started and that stayed in it. */
export const signalGroup = (platform: Platform, pid: number | undefined, signal: NodeJS.Signals): void => {
  if (pid === undefined) return;
  try {
    if (platform !== 'win32') process.kill(-pid, signal);
    else if (signal === 'SIGKILL')
      builtin.childProcess().spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
    else process.kill(pid, signal);
  } catch {
    // The group has ended in the meantime.
  }
};

/** Groups of captured children that are alive, and who wants to hear of an interrupt. */
const alive = new Map<number, Platform>();
const handlers = new Set<() => void>();
let listening = false;
let interrupts = 0;

/**
 * A group of its own is out of reach of the terminal's Ctrl-C, so it is ended from here: gently where somebody handles the interrupt,
 * at once where autogov is about to end itself.
 * @returns a function to call when the child has ended
 */
export const watchGroup = (platform: Platform, pid: number | undefined): (() => void) => {
  if (pid === undefined) return () => undefined;
  alive.set(pid, platform);
  listen();
  return () => {
    alive.delete(pid);
    listen();
  };
};

/** See Processes.onInterrupt. */
export const onInterrupt = (handler: () => void): (() => void) => {
  handlers.add(handler);
  listen();
  return () => {
    handlers.delete(handler);
    listen();
  };
};

const listen = (): void => {
  const needed = alive.size > 0 || handlers.size > 0;
  if (needed === listening) return;
  listening = needed;
  if (needed) interrupts = 0;
  for (const signal of forwarded) {
    if (needed) process.on(signal, interrupted);
    else process.off(signal, interrupted);
  }
  if (needed) process.on('exit', killAll);
  else process.off('exit', killAll);
};

const interrupted = (signal: NodeJS.Signals): void => {
  interrupts += 1;
  if (handlers.size === 0) {
    killAll();
    for (const each of forwarded) process.off(each, interrupted);
    process.kill(process.pid, signal);
    return;
  }
  if (interrupts > 1) killAll();
  else {
    for (const [pid, platform] of alive) signalGroup(platform, pid, 'SIGTERM');
    setTimeout(killAll, graceMilliseconds).unref();
  }
  for (const handler of handlers) handler();
};

const killAll = (): void => {
  for (const [pid, platform] of alive) signalGroup(platform, pid, 'SIGKILL');
};
