import type { Position, SourceDocument } from '../config/index.js';
import type { Repository } from '../ports/index.js';

export type Severity = 'error' | 'warning' | 'info';

/** What became of one rule or tool. An `error` (could not be judged) never reads as a pass. */
export type Result = 'pass' | 'fail' | 'notApplicable' | 'waived' | 'baselined' | 'error' | 'notInProfile';

/** One thing that is wrong at one place, or that could not be judged (`status: 'error'`). */
export interface Finding {
  /** Id of a rule (NAM003), name of a tool (mypy), or code of the fault that kept a fact from being read (AG140). */
  readonly rule: string;
  /** The tool's own code, e.g. `union-attr`; waivers may name `mypy/union-attr`. */
  readonly code?: string;
  readonly severity: Severity;
  readonly status: 'fail' | 'waived' | 'baselined' | 'error';
  /** From the root of the repository, forward slashes, unescaped; `.` is the repository itself. */
  readonly path: string;
  /** 1-based; 1:1 where the whole file is meant. For something missing: its nearest ancestor. */
  readonly line: number;
  readonly column: number;
  /** 1-based, inclusive line; exclusive column. */
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly message: string;
  readonly why: string;
  /** The next step, in words or as a command. */
  readonly next: string;
  /** True where `check --fix` mends it. */
  readonly fixable: boolean;
  /** JSON Pointer into the document at `path`. */
  readonly pointer?: string;
  /** What is wrong there, without line numbers: with rule and path the identity in baseline and fingerprints. */
  readonly key?: string;
  /** ISO date until which a waiver excuses it. */
  readonly until?: string;
  /** The waiver came with the change that is judged (--since): who excuses the finding is who made it. */
  readonly newWaiver?: true;
  /** ISO date from which the policy makes it an error; until then it is a warning. */
  readonly enforceFrom?: string;
}

export interface RuleOutcome {
  readonly rule: string;
  readonly result: Result;
  readonly findings: readonly Finding[];
  /** Why it is `notApplicable`, `error` or `notInProfile`, in a few words. */
  readonly reason?: string;
}

/** What one tool behind `check` said. */
export interface ToolOutcome {
  readonly tool: string;
  readonly version?: string;
  /** `notChecked`: not run, by --static or the profile; listed, never counted as passed. */
  readonly result: 'pass' | 'fail' | 'error' | 'notChecked';
  /** A few words for the summary: `1 error`, `47 passed, 91 % branches`, `not checked (--static)`. */
  readonly detail: string;
  /** Wall milliseconds. */
  readonly elapsed: number;
}

/** Counts of rules and tools by result: their sum is the number of checks in the profile. */
export interface Summary {
  readonly pass: number;
  readonly fail: number;
  readonly notApplicable: number;
  readonly waived: number;
  readonly baselined: number;
  readonly error: number;
}

/** Which policy judged, as the first line of the summary says it. */
export interface PolicyFacts {
  /** `recommended@1` */
  readonly name: string;
  /** Rules of the repository's own. */
  readonly own: number;
  readonly rules: number;
  /** SHA-256 of the effective policy, hex. */
  readonly digest: string;
  /** Wall milliseconds. */
  readonly elapsed: number;
}

/** A check outside the profile: listed, never counted as passed. */
export interface NotInProfile {
  readonly id: string;
  readonly reason: string;
}

/** Everything that `check` found, before it takes the shape of a format. */
export interface CheckReport {
  readonly policy: PolicyFacts;
  readonly summary: Summary;
  /** Sorted by path, line, column, rule; waived and baselined ones too. */
  readonly findings: readonly Finding[];
  readonly rules: readonly RuleOutcome[];
  readonly tools: readonly ToolOutcome[];
  readonly notInProfile: readonly NotInProfile[];
  /** 3 where something in the profile could not be checked, else 1 with findings that fail, else 0. */
  readonly exit: number;
}

/** The policy's own part of a report, and what excuses findings of rules and tools alike. */
export interface PolicyResult {
  readonly policy: PolicyFacts;
  readonly outcomes: readonly RuleOutcome[];
  readonly notInProfile: readonly NotInProfile[];
  readonly excuses: Excuses;
  /** Programs that the policy demands: missing ones are errors. */
  readonly requiredTools: readonly string[];
  /** What would mend the findings that fail, as planFixes applies it. */
  readonly edits: readonly RuleEdits[];
}

/** Waivers and baseline of a repository. Stateful: remembers which ones were used. */
export interface Excuses {
  /** The same findings, those that are excused marked as waived or baselined. */
  apply(findings: readonly Finding[]): readonly Finding[];
  /**
   * Warnings about waivers that excused nothing. Call it last.
   * @param judged rules and tools that came to a result: a waiver of one that did not run is not called unused
   * @param known every rule and tool that a waiver may name
   */
  leftover(judged: ReadonlySet<string>, known: ReadonlySet<string>): readonly Finding[];
}

/** Where a project stands; config's Project is one. */
export interface Place {
  readonly root: string;
  readonly repository: Repository;
}

export interface ReportOptions {
  /** The least severity that makes the exit code 1 (default error). */
  readonly failOn?: Severity;
  /** The tools judged a part of the repository, or a part is shown: a waiver of theirs that nothing used may be used elsewhere. */
  readonly partial?: boolean;
  /** Which findings about waivers are shown; default all. */
  readonly isShown?: (path: string) => boolean;
}

/** One change to one file, as data. Paths are from the root. */
export type Edit =
  /** Set a value of a TOML or YAML document, its comments and formatting kept. */
  | { readonly op: 'set'; readonly path: string; readonly at: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string; readonly at: string }
  /** Add lines at the end of a text file; the file is made if absent. */
  | { readonly op: 'append'; readonly path: string; readonly lines: readonly string[] }
  | { readonly op: 'create'; readonly path: string; readonly content: string }
  /** Take a path out of the index; the file itself stays. */
  | { readonly op: 'untrack'; readonly path: string };

export interface RuleEdits {
  readonly rule: string;
  readonly edits: readonly Edit[];
}

/** What `check --fix` would do, as data. */
export interface FixPlan {
  readonly files: readonly PlannedFile[];
  /** Paths to take out of the index. */
  readonly untrack: readonly string[];
  /** SHA-256 over all `before` digests: applyFixes refuses a plan made from another state. */
  readonly digest: string;
  /** Rules that still fail after the plan, by the judgement of its result. */
  readonly remaining: readonly string[];
}

/** `create` writes a baseline where none is; `update` only takes out of it. */
export type BaselineAction = 'create' | 'update';

/** What `check --baseline` would write, as data. */
export interface BaselinePlan {
  readonly action: BaselineAction;
  /** From the root. */
  readonly path: string;
  /** Findings that the baseline excused; null where there was none. */
  readonly before: number | null;
  /** Findings that it will excuse. */
  readonly after: number;
  /** The latter by rule, the most first. */
  readonly byRule: Readonly<Record<string, number>>;
  /** What is taken out: `count` findings of each. */
  readonly removed: readonly {
    readonly rule: string;
    readonly path: string;
    readonly key: string;
    readonly count: number;
  }[];
  /** Rules and tools without a verdict: nothing of them is added or taken out. */
  readonly unjudged: readonly string[];
  readonly content: string;
  /** The check that it was made from, as it reads under this baseline. */
  readonly report: CheckReport;
}

export interface PlannedFile {
  readonly path: string;
  readonly action: 'create' | 'change';
  readonly rules: readonly string[];
  /** SHA-256 of the content before, hex; null where there is no file. */
  readonly before: string | null;
  /** SHA-256 of the content after, hex. */
  readonly after: string;
  readonly content: string;
}

/** What a rule objects to at one place. */
export interface Offence {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  /** See Finding. */
  readonly pointer?: string;
  readonly key?: string;
  /** Instead of the rule's general next step. */
  readonly next?: string;
  /** What mends it; absent: a person has to. */
  readonly edits?: readonly Edit[];
}

export type { Position, SourceDocument };
