/** What this process was started with and on. Read once at the start; never changes afterwards. */
export interface Machine {
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly arch: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the user stands, or what --cwd said; absolute. */
  readonly cwd: string;
  readonly home: string;
  readonly host: string;
  /** The OS user's name. */
  readonly user: string;
  readonly pid: number;
  /** The three folders of autogov outside any repository, absolute; they may not exist yet. */
  readonly folders: { readonly state: string; readonly config: string; readonly cache: string };
  /** How to start this very autogov again: program and leading arguments. */
  readonly self: readonly string[];
  readonly build: 'node' | 'executable';
  /** Digest of the sources that this was built from; absent where they are run as they are. */
  readonly sources?: string;
  /** Version of the runtime (node or bun), for doctor. */
  readonly runtime: string;
  /** Logical processors. */
  readonly cores: number;
}

/** The files under templates/ and schemas/ that travel with autogov, in both builds. */
export interface Assets {
  /** Text of one, by its path from the package root with forward slashes; undefined if there is none. */
  read(path: string): Promise<string | undefined>;
  /** Paths below a folder, recursive, sorted. */
  list(folder: string): Promise<readonly string[]>;
}
