import { signersPath } from '../access/index.js';
import { type Log, openLog } from '../audit/index.js';
import { ed25519FromSeed, fingerprint } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Signer, World } from '../ports/index.js';
import { parseDuration } from './duration.js';
import { executeRun } from './execute.js';
import { demandGovernance, type Verified, verifyState } from './governed.js';
import type { PreparedRun, RunEvents, RunOutcome, RunRequest } from './model.js';
import { keepOutput } from './output.js';
import { type Opening, openRun, prepareRun } from './prepare.js';
import { endPredicate, type RunEnd, refusedPredicate, startPredicate, subjectsOf } from './records.js';
import { createRedaction, type Redaction } from './redact.js';

/**
 * Run an automation: authorised, recorded before it starts and after it ends.
 * @throws Fault before anything of the repository is executed, whatever is wrong; AG318 if the end could not be recorded; AG319 if
 * the program did not start. A failing automation is no fault: its exit code is in the outcome.
 * @see docs of the two modes: `autogov run --help`
 */
export const runAutomation = async (world: World, request: RunRequest, events: RunEvents): Promise<RunOutcome> => {
  const opening = await openRun(world, request);
  const release = await takeSlot(world, opening);
  try {
    const run = await prepareRun(world, opening, request, { dry: false, said: events.said });
    const { own } = run;
    if (own === undefined) throw new Fault('AG900', { reason: 'a run without a key', version: world.version });
    const log = await openLog(world, { projectId: run.manifest.project.id, root: run.root }, own);
    const verified = run.mode === 'governed' ? await authorise(world, run, log) : undefined;
    return await recordedRun(world, run, verified, log, events);
  } finally {
    release();
  }
};

/** What a run would do, to be shown: secrets are redacted from its arguments. Nothing is written, executed or recorded. */
export const planRun = async (world: World, request: RunRequest): Promise<PreparedRun> => {
  const opening = await openRun(world, request);
  const run = await prepareRun(world, opening, request, { dry: true, said: () => undefined });
  if (run.mode === 'governed') demandGovernance(run);
  const redaction = createRedaction(run.environment.secrets);
  const args = run.entrypoint.args.map((arg) => redaction.text(arg).text);
  return { ...run, entrypoint: { ...run.entrypoint, args } };
};

const waitAtMost = 3_600_000;

/** The right to be one of the automation's `concurrency.limit` runs; the kernel takes it back when this process ends. */
const takeSlot = async (world: World, { manifest, automation }: Opening): Promise<() => void> => {
  const { limit = 1, onConflict = 'skip' } = automation.concurrency ?? {};
  const nameOf = (slot: number): string => `run ${manifest.project.id} ${slot} ${automation.id}`;
  for (let slot = 0; slot < limit; slot++) {
    const release = await world.locks.take(nameOf(slot), 0);
    if (release !== undefined) return release;
  }
  if (onConflict === 'wait') {
    const wait =
      automation.timeout === undefined ? waitAtMost : Math.min(waitAtMost, parseDuration(automation.timeout));
    const release = await world.locks.take(nameOf(0), wait);
    if (release !== undefined) return release;
  }
  const advice = {
    skip: 'nothing needs doing: this run was skipped, as automation.yaml says (onConflict: skip)',
    wait: 'the run before takes longer than its timeout; look what it is doing',
    fail: 'wait for the other run to end, then run it again',
  }[onConflict];
  throw new Fault('AG314', { id: automation.id, advice });
};

/** @throws Fault of demandGovernance, or AG428 if the key may not run this, after a `refused` record; then what verifyState throws */
const authorise = async (world: World, run: PreparedRun, log: Log): Promise<Verified> => {
  const { decision, automation, own } = run;
  try {
    demandGovernance(run);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await log.append('refused', subjectsOf(run), refusedPredicate(run, `${error.code}: ${error.message}`));
    throw error;
  }
  if (!decision.allowed) {
    await log.append('refused', subjectsOf(run), refusedPredicate(run, decision.reason));
    const who = `${own?.principal} (${own?.signer.keyId})`;
    const { line } = decision;
    const place = { path: signersPath, ...(line === undefined ? {} : { line }) };
    const what = `run ${automation.id} in governed mode`;
    throw new Fault('AG428', { ...place, who, what, reason: decision.reason });
  }
  return verifyState(world, run);
};

const recordedRun = async (
  world: World,
  run: PreparedRun,
  verified: Verified | undefined,
  log: Log,
  events: RunEvents,
): Promise<RunOutcome> => {
  const redaction = createRedaction(run.environment.secrets);
  const key = ed25519FromSeed(world.random.bytes(32));
  const runSigner: Signer = {
    keyId: fingerprint(key.publicKey),
    publicKey: key.publicKey,
    sign: async (message) => key.sign(message),
  };
  const subjects = subjectsOf(run);
  const start = await log.append(
    'run-start',
    subjects,
    startPredicate(world, run, { runKey: key.publicKey, verified, redaction }),
  );
  events.started(run, start);
  const output = keepOutput(world, run.runId, redaction, events.output);
  const end = withoutSecrets(await executeRun(world, run, output), redaction);
  const record = await appendEnd(() =>
    log.append('run-record', subjects, endPredicate(run, start, end), runSigner),
  ).catch((error: unknown) => {
    const how = end.signal === undefined ? `exit ${end.exitCode}` : end.signal;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault('AG318', { path: log.folder, how, reason }, undefined, error);
  });
  if (end.failure !== undefined) {
    throw new Fault('AG319', { program: run.entrypoint.program, reason: end.failure });
  }
  return {
    runId: run.runId,
    automation: run.automation.id,
    mode: run.mode,
    outcome: end.outcome,
    exitCode: end.exitCode,
    record,
    log: { id: log.id, size: Math.max(log.size, record.index + 1) },
    duration: end.duration,
    counts: end.counts,
    artifacts: end.artifacts,
    output: { ...end.output, path: output.path },
    changedDuringRun: end.changedDuringRun,
  };
};

/** Names of files are the child's own words, too. */
const withoutSecrets = (end: RunEnd, redaction: Redaction): RunEnd => ({
  ...end,
  artifacts: end.artifacts.map((artifact) => ({ ...artifact, path: redaction.text(artifact.path).text })),
  changedDuringRun: end.changedDuringRun?.map((path) => redaction.text(path).text),
});

/** A log that is busy is worth a second wait: without it the run would stand as an orphan. */
const appendEnd = async <T>(append: () => Promise<T>): Promise<T> => {
  try {
    return await append();
  } catch (error) {
    if (error instanceof Fault && error.code === 'AG406') return append();
    throw error;
  }
};
