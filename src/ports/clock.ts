export interface Clock {
  /** The current instant, UTC. */
  now(): Date;
  /** Nanoseconds from an arbitrary start; never goes back. */
  monotonic(): bigint;
  /** Resolves after that many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
}

export interface Random {
  /** Cryptographically strong bytes. */
  bytes(count: number): Uint8Array;
}
