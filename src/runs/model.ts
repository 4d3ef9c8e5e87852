import type { Access, Decision, OwnSigner } from '../access/index.js';
import type { Automation, Manifest } from '../config/index.js';
import type { Repository } from '../ports/index.js';
import type { Entrypoint } from './entrypoint.js';
import type { ChildEnvironment } from './environment.js';
import type { Observed } from './observed.js';
import type { OutputSummary } from './output.js';
import type { Artifact, Counts } from './result.js';

export type Mode = 'development' | 'governed';

export interface RunRequest {
  /** Id of an automation. */
  readonly id: string;
  /** Handed on to the automation, behind its own arguments. */
  readonly args: readonly string[];
  /** What the caller demands; undefined: governed where CI is set or the manifest says so, else development. */
  readonly mode: Mode | undefined;
}

/** Everything that is known of a run before anything of it is executed. */
export interface PreparedRun {
  readonly runId: string;
  readonly mode: Mode;
  readonly root: string;
  readonly repository: Repository;
  readonly manifest: Manifest;
  /** SHA-256 of automation.yaml, uv.lock and .autogov/policy.yaml as read, hex; undefined where there is no such file. */
  readonly digests: {
    readonly manifest: string;
    readonly lock: string | undefined;
    readonly policy: string | undefined;
  };
  readonly automation: Automation;
  readonly observed: Observed;
  readonly access: Access | undefined;
  readonly decision: Decision;
  /** Undefined in a dry run on a machine where a key would have to be made first. */
  readonly own: OwnSigner | undefined;
  readonly entrypoint: Entrypoint;
  readonly environment: ChildEnvironment;
  /** Milliseconds; undefined: none. */
  readonly timeout: number | undefined;
}

/** `success` exit 0 · `failure` another exit code · `timeout` · `cancellation` a signal to autogov ended it · `error` it died by a signal, or never started. */
export type Outcome = 'success' | 'failure' | 'timeout' | 'cancellation' | 'error';

export interface RunOutcome {
  readonly runId: string;
  readonly automation: string;
  readonly mode: Mode;
  readonly outcome: Outcome;
  /** What `autogov run` exits with: the child's own code, 124 for a timeout, 128+n for death by a signal. */
  readonly exitCode: number;
  /** Of the run record. */
  readonly record: { readonly id: string; readonly index: number };
  readonly log: { readonly id: string; readonly size: number };
  /** Milliseconds. */
  readonly duration: number;
  readonly counts: Counts | undefined;
  readonly artifacts: readonly Artifact[];
  readonly output: OutputSummary & { readonly path: string };
  /** Governed mode: paths that differ from the commit after the run; undefined where it was not looked at. */
  readonly changedDuringRun: readonly string[] | undefined;
}

/** What a caller hears while a run goes on. */
export interface RunEvents {
  /** Something that a person must be told, e.g. that a key was made. */
  said(text: string): void;
  /** The start is recorded; what follows is the child's output. */
  started(run: PreparedRun, start: { readonly id: string; readonly index: number }): void;
  output(from: 'stdout' | 'stderr', bytes: Uint8Array): void;
}
