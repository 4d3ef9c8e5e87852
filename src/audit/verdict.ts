import type { Namespace, Predicate, PredicateName } from '../evidence/index.js';

/** One thing that is not as it was signed. */
export interface Problem {
  readonly kind:
    | 'checkpoint'
    | 'records'
    | 'hashes'
    | 'record'
    | 'signature'
    | 'history'
    | 'duplicate'
    | 'run'
    | 'authority';
  /** Of the record, from 0; absent where it is about the log as a whole. */
  readonly index?: number;
  readonly reason: string;
}

/** What is asked of the caller about each record whose signature holds; the end of a run has the authority of its start. */
export interface AuthorityQuestion {
  readonly index: number;
  readonly name: PredicateName;
  readonly namespace: Namespace;
  /** 32 bytes, raw: the key that signed. */
  readonly publicKey: Uint8Array;
  readonly principal: string;
  readonly predicate: Predicate;
}

/** `ungranted`: nobody granted the key, and the record does not claim otherwise (development). `refused`: a problem. */
export type Authority =
  | { readonly verdict: 'granted' }
  | { readonly verdict: 'ungranted' | 'refused'; readonly reason: string };

export interface VerifyOptions {
  /** Only the tree against the checkpoint: signatures of records are not verified. */
  readonly treeOnly?: boolean;
  /** Judges who was allowed to sign what; without it that is not judged, and the verdict says so. */
  readonly judge?: (question: AuthorityQuestion) => Authority;
  /** Called now and then with the number of records done. */
  readonly progress?: (done: number, size: number) => void;
}

export interface Verdict {
  readonly logId: string;
  readonly vkey: string;
  readonly vkeyFrom: 'state' | 'given' | 'log';
  /** The log agrees with its signed checkpoint, and nothing in `problems`. */
  readonly sound: boolean;
  /** What the checkpoint says; 0 if it can't be read. */
  readonly size: number;
  /** Hex; what the checkpoint says. */
  readonly root: string | null;
  /** Records covered by a checkpoint that is kept where the owner of the log can't rewrite it. */
  readonly anchored: number;
  readonly anchor: 'none';
  /** The first 100; `problemCount` has them all. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
  readonly checked: {
    /** Records whose signature was verified. */
    readonly signatures: number;
    /** Whether it was judged who may sign what. */
    readonly authority: boolean;
  };
  /** Records by keys that nobody granted (development). */
  readonly ungranted: number;
  /** Ids of runs that began and have no end: still running, or killed together with autogov. At most 100. */
  readonly unfinished: readonly string[];
  /** Bytes behind the checkpoint, which are no part of the log: the next append takes them in or puts them aside. */
  readonly uncommitted: number;
  /** Files in quarantine: bytes that stood behind a checkpoint and were no record. */
  readonly quarantined: number;
}
