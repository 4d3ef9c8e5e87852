import type { CountedCommit } from './count.js';
import type { Bump, Channel } from './version.js';

/** What a caller may ask of a plan. With the repository's state they determine it. */
export interface PlanOptions {
  /** Release at this level whatever the commits say; needs a reason. */
  readonly bump?: Exclude<Bump, 'none'>;
  /** Why, in the caller's words: goes into the changelog and the tag. */
  readonly reason?: string;
  /** Make a prerelease of this channel. */
  readonly pre?: Channel;
  /** YYYY-MM-DD of the changelog's heading; default: today, UTC. */
  readonly date?: string;
}

/** The `release` object of the JSON output. */
export interface ReleaseFacts {
  /** SemVer of the newest release, or pyproject's version where there is none. */
  readonly current: string;
  /** Null where nothing is to be released. */
  readonly next: string | null;
  readonly bump: Bump;
  readonly pep440: string | null;
  readonly tag: string | null;
  /** Newest first. */
  readonly commits: readonly CountedCommit[];
}

export interface PlanBase {
  readonly branch: string;
  /** The commit that the release commit will follow. */
  readonly commit: string;
  /** The tag of `current`; null where there is none yet. */
  readonly tag: string | null;
  readonly remote: PlanRemote | null;
}

export interface PlanRemote {
  readonly name: string;
  /** The branch's name there. */
  readonly branch: string;
  /** The commit that was last seen there; null where nothing was fetched yet. */
  readonly expected: string | null;
}

export interface PlannedFile {
  readonly path: string;
  readonly action: 'create' | 'change';
  /** SHA-256 of the committed content, hex; null where there is no such file. */
  readonly before: string | null;
  readonly after: string;
  /** Unified, without a header. */
  readonly diff: string;
}

/** Something that must hold before anything is released. `atApply`: judged on the staged commit; never counted as passed. */
export interface Gate {
  readonly gate: 'branch' | 'remote' | 'tree' | 'lock' | 'check' | 'releaser';
  readonly state: 'pass' | 'fail' | 'atApply' | 'notChecked';
  readonly reason: string;
  /** What it is about where it failed: a path, or the branch that is wanted. */
  readonly subject?: string;
  /** The fault that apply would stop with. */
  readonly fault?: 'AG310' | 'AG606' | 'AG608';
}

/** What a release will do, as data. A function of the repository's state and the options: the same state gives the same digest. */
export interface ReleasePlan {
  readonly release: ReleaseFacts;
  readonly options: PlanOptions;
  readonly base: PlanBase;
  readonly files: readonly PlannedFile[];
  /** The release notes: the changelog's groups; empty where nothing is to be released. */
  readonly notes: string;
  readonly gates: readonly Gate[];
  /** What the reader should know about how the plan came about. */
  readonly remarks: readonly string[];
  /** SHA-256 of the committed .autogov/policy.yaml, hex; null where there is none. */
  readonly policy: string | null;
  /** SHA-256 over everything above but the gates, hex. */
  readonly digest: string;
}

/** What stands in the end. */
export interface Released {
  readonly version: string;
  readonly tag: string;
  readonly commit: string;
  /** Id of the tag object. */
  readonly tagObject: string;
  readonly branch: string;
  /** Where it was pushed; null without a remote. */
  readonly remote: string | null;
  readonly signer: { readonly keyId: string; readonly principal: string };
  /** The record in the audit log; null where it could not be appended. */
  readonly record: { readonly index: number; readonly id: string } | null;
  /** What was judged, with its result. */
  readonly gates: readonly Gate[];
}
