import { type Predicate, type Subject, sshPublicKeyLine } from '../evidence/index.js';
import type { World } from '../ports/index.js';
import type { Verified } from './governed.js';
import type { Outcome, PreparedRun } from './model.js';
import type { OutputSummary } from './output.js';
import type { Redaction } from './redact.js';
import type { Artifact, Counts } from './result.js';

/** Bytes of arguments that a record quotes; beyond it their number stands instead, so that a record always fits. */
const mostArguments = 8000;
const mostPaths = 50;

/** What a run is about: the commit, and the files that decide what runs, by digest. */
export const subjectsOf = (run: PreparedRun): readonly Subject[] => [
  { name: 'HEAD', digest: { gitCommit: run.observed.commit } },
  { name: 'automation.yaml', digest: { sha256: run.digests.manifest } },
  ...(run.digests.lock === undefined ? [] : [{ name: 'uv.lock', digest: { sha256: run.digests.lock } }]),
];

/** By what right the signer acts; the log adds who it is. */
const actorOf = (run: PreparedRun): Predicate => ({
  origin: run.own?.origin ?? null,
  granted: run.decision.allowed,
  line: run.decision.line ?? null,
  reason: run.decision.reason,
});

const accessOf = (run: PreparedRun): Predicate | null =>
  run.access === undefined ? null : { seq: run.access.head.seq, digest: run.access.head.digest };

/** The run was refused, and nothing was executed. */
export const refusedPredicate = (run: PreparedRun, reason: string): Predicate => ({
  runId: run.runId,
  automation: run.automation.id,
  mode: run.mode,
  actor: actorOf(run),
  access: accessOf(run),
  reason,
});

/**
 * The run is about to start. What was not looked at is said so: `verified` is null in development mode.
 * @param runKey 32 bytes, raw: the in-memory key of this one run, which alone signs its end
 * @see OpenTelemetry semantic conventions (cicd, process, host, vcs) for the names in `attributes`
 */
export const startPredicate = (
  world: World,
  run: PreparedRun,
  parts: { readonly runKey: Uint8Array; readonly verified: Verified | undefined; readonly redaction: Redaction },
): Predicate => {
  const { observed, entrypoint, environment } = run;
  const args = entrypoint.args.map((arg) => parts.redaction.text(arg).text);
  const fits = Buffer.byteLength(JSON.stringify(args)) <= mostArguments;
  return {
    runId: run.runId,
    automation: run.automation.id,
    mode: run.mode,
    autogov: world.version,
    actor: actorOf(run),
    initiator: initiatorOf(world),
    access: accessOf(run),
    policy: run.digests.policy === undefined ? null : { sha256: run.digests.policy },
    tree:
      observed.dirty === undefined
        ? { dirty: false }
        : {
            dirty: true,
            changed: observed.dirty.paths.length,
            sha256: observed.dirty.digest ?? null,
            paths: observed.dirty.paths
              .slice(0, mostPaths)
              .map((path) => parts.redaction.text(path).text.slice(0, 200)),
          },
    verified: parts.verified ?? null,
    environment: { passed: environment.names.slice(0, 200), secretsMissing: environment.missing },
    timeoutMs: run.timeout ?? null,
    runKey: sshPublicKeyLine(parts.runKey),
    attributes: {
      'process.executable.path': world.files.real(entrypoint.program) ?? entrypoint.program,
      'process.command': entrypoint.program,
      ...(fits ? { 'process.command_args': args } : { 'process.args_count': args.length }),
      'process.working_directory': run.root,
      'process.owner': world.machine.user,
      'host.name': world.machine.host,
      'vcs.ref.head.revision': observed.commit,
      ...(observed.branch === undefined ? {} : { 'vcs.ref.head.name': observed.branch }),
    },
  };
};

/** What the end of a run is known by. */
export interface RunEnd {
  readonly outcome: Outcome;
  readonly exitCode: number;
  readonly signal: string | undefined;
  /** Why the program did not start, if it did not. */
  readonly failure: string | undefined;
  /** Milliseconds on the monotonic clock. */
  readonly duration: number;
  readonly output: OutputSummary;
  readonly counts: Counts | undefined;
  readonly artifacts: readonly Artifact[];
  readonly changedDuringRun: readonly string[] | undefined;
}

export const endPredicate = (
  run: PreparedRun,
  start: { readonly id: string; readonly index: number },
  end: RunEnd,
): Predicate => ({
  runId: run.runId,
  automation: run.automation.id,
  mode: run.mode,
  start: { id: start.id, index: start.index },
  durationMs: Math.round(end.duration),
  outcome: end.outcome,
  exitCode: end.exitCode,
  signal: end.signal ?? null,
  failure: end.failure ?? null,
  output: end.output,
  counts: end.counts ?? null,
  artifacts: end.artifacts,
  changedDuringRun: end.changedDuringRun?.slice(0, mostPaths) ?? null,
});

/** Who or what called autogov, as far as the environment tells: engines name their run there. */
const initiatorOf = (world: World): Predicate => {
  const { env } = world.machine;
  for (const [engine, variable] of engines) {
    const id = env[variable];
    if (id !== undefined && id !== '') return { kind: 'engine', engine, run: id.slice(0, 200) };
  }
  return { kind: world.terminal.interactive ? 'person' : 'unknown' };
};

const engines = [
  ['airflow', 'AIRFLOW_CTX_DAG_RUN_ID'],
  ['prefect', 'PREFECT__FLOW_RUN_ID'],
  ['github', 'GITHUB_RUN_ID'],
  ['gitlab', 'CI_JOB_ID'],
  ['jenkins', 'BUILD_TAG'],
  ['systemd', 'INVOCATION_ID'],
] as const;
