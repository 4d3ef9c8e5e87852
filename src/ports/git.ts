/**
 * The one way to git. Every call reads the repository's configuration first and blanks what would execute a program
 * (filters, hooks, fsmonitor, credential and signing programs, transports) where the repository itself set it.
 */
export interface Git {
  /** Absolute path of git, or undefined. */
  readonly program: string | undefined;
  /** The repository whose work tree holds `folder`; undefined outside of one. */
  repository(folder: string): Repository | undefined;
  /**
   * Who git would say wrote a commit made in this folder (GIT_AUTHOR_NAME and _EMAIL, then configuration); undefined where it is not
   * told both, for nothing is guessed from the host.
   */
  identity(folder: string): { readonly name: string; readonly email: string } | undefined;
  /** `git init` on the named branch. */
  create(folder: string, branch: string): Repository;
}

export interface Repository {
  /** Top of the work tree, absolute. */
  readonly root: string;
  /** The .git folder, absolute (a linked work tree has its own). */
  readonly folder: string;
  /** Plumbing, hardened, blocking. Output is bytes: paths in git need not be UTF-8. */
  run(args: readonly string[], options?: GitOptions): GitAnswer;
  /** The same, but any exit code other than 0 is Fault AG305 with git's own last line. Answers stdout as text. */
  text(args: readonly string[], options?: GitOptions): string;
  /** As `run`, for what talks to a remote (push, fetch, ls-remote): doesn't block, so that Ctrl-C ends it. */
  remote(args: readonly string[]): Promise<GitAnswer>;
  /** Stage everything (or the paths) and commit, hooks off. Answers the new commit id. */
  commit(message: string, options?: CommitOptions): Promise<string>;
  /** One configuration value as git itself would see it, global and system included. */
  config(key: string): string | undefined;
}

export interface GitOptions {
  readonly input?: Uint8Array | string;
  readonly env?: Readonly<Record<string, string>>;
  /** Extra `-c key=value` settings, after the hardening ones. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly cwd?: string;
}

export interface GitAnswer {
  readonly code: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

export interface CommitOptions {
  readonly paths?: readonly string[];
  readonly author?: { readonly name: string; readonly email: string };
}
