/** Starts other programs. A shell is never involved, and a program is never looked up in the current folder. */
export interface Processes {
  /** The absolute path of a program on PATH (folders that are relative or inside `outside` are passed over). */
  find(program: string, outside?: string): string | undefined;
  /** Run to the end with output captured; for tools. Never throws for an exit code. */
  run(command: Command): Promise<Completed>;
  /**
   * From now on SIGINT, SIGTERM and SIGHUP no longer end autogov: they are handed on to the children of `run`, and the handler is told.
   * For work that must be undone when it is stopped.
   * @returns a function that ends this
   */
  onInterrupt(handler: () => void): () => void;
  /** As `run`, but blocking and cheap at start: for the few spawns on a hot path. */
  runNow(command: Command): Completed;
  /** Run in a process group of its own, output handed on while it comes; signals to autogov reach the group. */
  stream(command: Command, onOutput: (from: 'stdout' | 'stderr', chunk: Uint8Array) => void): Promise<Completed>;
}

export interface Command {
  /** Absolute path of the program. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child: nothing is inherited beyond it. */
  readonly env: Readonly<Record<string, string>>;
  readonly input?: Uint8Array | string;
  /** Milliseconds until SIGTERM to the group; SIGKILL follows 5 s later. */
  readonly timeout?: number;
  /** Bytes of captured output to keep at most (default 64 MiB); more is dropped and `truncated` says so. */
  readonly limit?: number;
}

export interface Completed {
  /** The exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly timedOut: boolean;
  readonly truncated: boolean;
  /** Set when the program could not be started at all, e.g. `ENOENT`. */
  readonly failure: string | undefined;
  /** Wall milliseconds. */
  readonly elapsed: number;
  readonly pid: number | undefined;
}
