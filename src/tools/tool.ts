import type { SourceDocument } from '../config/index.js';
import type { Finding } from '../policy/index.js';
import type { Completed, World } from '../ports/index.js';

/** One tool behind `check`: starts the real program and turns what it reports into findings. */
export interface Tool {
  /** The program's name, which is also its package in uv.lock. */
  readonly name: string;
  /** Why its findings matter; stands in every one of them. */
  readonly why: string;
  /** Milliseconds until it is stopped. */
  readonly limit: number;
  /**
   * @throws Fault AG233–AG237 where there is no verdict; never a pass in place of one
   */
  judge(context: ToolContext): Promise<Verdict>;
}

export interface Verdict {
  /** A few words for the summary: `1 error`, `47 passed, 91 % branches`. */
  readonly detail: string;
  /** With severity error: the tool has failed. */
  readonly findings: readonly Finding[];
}

/** What an adapter may use. */
export interface ToolContext {
  readonly world: World;
  /** Top of the work tree, absolute; tools stand here. */
  readonly root: string;
  /** pyproject.toml, parsed. */
  readonly settings: SourceDocument;
  /** Version by package name, from uv.lock. */
  readonly locked: ReadonlyMap<string, string>;
  /** How a person calls the uv at hand. */
  readonly uv: string;
  /** Whether findings at a path (from the root) count; absent: all do. */
  readonly counts?: (path: string) => boolean;
  /** An empty folder outside of the repository, removed afterwards. */
  readonly scratch: string;
  /**
   * Run a program of the locked environment to its end, with the tool's time limit.
   * @throws Fault AG233 (would not start, or a signal ended it), AG234 (too much output), AG235 (time limit)
   */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Completed>;
}
