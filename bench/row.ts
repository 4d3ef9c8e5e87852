import type { Goal } from './statistics.js';

/** One row of the benchmark: one file in rows/, named for what a user waits for. */
export interface Row {
  readonly name: string;
  readonly about: string;
  /** Make the inputs (once, in the ignored folder) and say who runs against whom. */
  prepare(bench: Bench): Promise<readonly Contest[]>;
}

/** Ours against a peer, the same work, whole processes. */
export interface Contest {
  readonly what: string;
  readonly ours: Side;
  readonly peer: Side;
  readonly goal: Goal;
}

export interface Side {
  readonly label: string;
  /** Program (absolute) and arguments. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  /** What is put back before each run, outside the time. */
  readonly before?: () => void;
  /** Exit codes that count as the work done; 0 if not said. */
  readonly statuses?: readonly number[];
}

/** What a row can ask for. */
export interface Bench {
  /** The ignored folder that holds inputs and peers. */
  readonly folder: string;
  /** The standalone executable. */
  readonly executable: string;
  /** The Node build: program and leading argument. */
  readonly node: readonly [string, string];
  /** Environment of every process here: a home of its own, the real interpreter first on PATH, no Python setting from outside. */
  readonly env: Readonly<Record<string, string>>;
  /** The interpreter that the peers were installed for. */
  readonly python: string;
  /** The absolute path of an installed peer's program. */
  peer(name: string): string;
  /** The cheapest thing: a script of bench/peers. */
  script(name: string): string;
  /** An input by name; made by `make` into an empty folder if it is not there yet, whole or not at all. */
  input(name: string, make: (folder: string) => void | Promise<void>): Promise<string>;
  /** Run to the end, in the environment of the benchmark; what it printed on stdout. Throws if it fails. */
  run(command: readonly string[], cwd: string, input?: string | Uint8Array): string;
}
