/** Mutual exclusion between processes of one machine that the kernel ends with the process, also on SIGKILL. */
export interface Locks {
  /**
   * Take the lock of this name, waiting at most `wait` milliseconds (0: one try).
   * @returns undefined if somebody still holds it; otherwise a function that releases it (calling it twice is harmless)
   */
  take(name: string, wait: number): Promise<(() => void) | undefined>;
}
