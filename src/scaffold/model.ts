export type Value = string | number | boolean;
export type Answers = Readonly<Record<string, Value>>;

/** Answers from outside, each as far as it was given. */
export interface Given {
  /** `--set`, as typed: text that becomes what the question's type says. */
  readonly set: Readonly<Record<string, string>>;
  /** `--answers`; typed. */
  readonly answers: Answers;
  /** Where an answer of the file stands, for faults. */
  readonly locate?: (key: string) => { readonly path: string; readonly line: number; readonly column: number };
  /** The organisation's and the user's defaults; names that no layer asks are passed over. */
  readonly defaults: Answers;
}

/** What the user asked of init. */
export interface ScaffoldRequest {
  /** Absolute path of the folder that becomes the repository. */
  readonly folder: string;
  readonly given: Given;
  /** What becomes of questions without an answer: a person is asked, the default counts, or it is Fault AG130. */
  readonly unanswered: 'ask' | 'default' | 'refuse';
  /** Lock and install the packages; false: files and commit only. */
  readonly install: boolean;
}

/** One file of a plan; digests are SHA-256 in hex, null where there is nothing, or nothing yet. */
export interface PlannedFile {
  readonly path: string;
  readonly action: 'add' | 'keep';
  readonly reason: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What will be done, as data; `digest` covers every path, action and digest. */
export interface ScaffoldPlan {
  readonly folder: string;
  /** `new`: no folder yet; `empty`: an empty one; `git`: a repository without commits; `done`: scaffolded before, nothing to do. */
  readonly state: 'new' | 'empty' | 'git' | 'done';
  readonly answers: Answers;
  readonly layers: readonly string[];
  readonly install: boolean;
  readonly files: readonly PlannedFile[];
  readonly digest: string;
  /** Address that git commits with; absent where there is nothing to commit. */
  readonly email?: string;
  /** Content by path, for every file with an `after` digest. */
  readonly contents: ReadonlyMap<string, string>;
}

/** What was done. */
export interface Scaffolded {
  /** Id of the first commit. */
  readonly commit: string;
  /** Digest of the first link of the access chain, pinned on this machine. */
  readonly access: string;
  /** Who signed it, e.g. `ana@example.com SHA256:…`. */
  readonly signer: string;
  /** What must be said about the key, e.g. that one was made. */
  readonly said?: string;
  /** The uv that installed the environment; absent with --no-install. */
  readonly uv?: { readonly version: string; readonly origin: 'path' | 'cache' | 'installed' };
}
