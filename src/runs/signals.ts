import type { Machine } from '../ports/index.js';

/** Numbers that POSIX systems share. @see signal(7); signal.h of macOS */
const shared: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGXCPU: 24,
  SIGXFSZ: 25,
};
const linux: Readonly<Record<string, number>> = { SIGBUS: 7, SIGUSR1: 10, SIGUSR2: 12, SIGSYS: 31 };
const darwin: Readonly<Record<string, number>> = { SIGBUS: 10, SIGUSR1: 30, SIGUSR2: 31, SIGSYS: 12 };

/** The exit code by which a shell shows death by a signal: 128 and its number; 255 for one that has no number here. */
export const signalExit = (platform: Machine['platform'], signal: string): number => {
  const number = shared[signal] ?? (platform === 'darwin' ? darwin : linux)[signal];
  return number === undefined ? 255 : 128 + number;
};
