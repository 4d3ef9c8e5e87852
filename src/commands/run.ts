import { escapeText, Fault } from '../faults/index.js';
import { type Mode, type PreparedRun, type RunOutcome, showDuration } from '../runs/index.js';
import { type Answer, answers, type Build, examples, exit, type Session, verb } from './shape.js';

interface Options {
  readonly governed?: boolean;
  readonly development?: boolean;
  readonly dryRun?: boolean;
}

const build: Build = (session) =>
  examples(
    verb('run', 'run an automation of automation.yaml, authorised and recorded')
      .argument('<id>', 'which automation')
      .argument('[args...]', 'handed on to it; put -- before them')
      .option('--governed', 'demand a clean commit, a granted key and the locked environment (default in CI)')
      .option('--development', 'demand none of these; the record says so, and is no evidence for a release')
      .option('--dry-run', 'say what would be run, by whom and how; nothing is executed or written')
      .action(
        answers(session, 'run', (id: string, args: string[], options: Options) => act(session, id, args, options)),
      ),
    ['autogov run invoices', 'autogov run invoices --governed', 'autogov run invoices -- --dry-run'],
  ).addHelpText(
    'after',
    '\nExit status: that of the automation; 124 timeout, 128+n death by a signal, 125 refused or failed by autogov, 75 already running.',
  );

export default build;

const act = async (session: Session, id: string, args: readonly string[], options: Options): Promise<Answer> => {
  const { planRun, runAutomation } = await import('../runs/index.js');
  const { world } = session;
  if (options.governed && options.development) {
    throw new Fault('AG102', { reason: 'a run is --governed or --development, not both' }, 'autogov run --help');
  }
  const mode: Mode | undefined = options.governed ? 'governed' : options.development ? 'development' : undefined;
  const request = { id, args, mode };
  if (options.dryRun === true) {
    const plan = await planRun(world, request);
    return { exit: exit.ok, data: { plan: planData(plan) }, text: planText(plan) };
  }
  const view = framing(session);
  const done = await runAutomation(world, request, {
    said: view.said,
    started: view.started,
    output: (from, bytes) => view.output(session.json ? 'stderr' : from, bytes),
  });
  view.ended(done);
  return { exit: done.exitCode, data: outcomeData(done), text: '' };
};

const outcomeData = (done: RunOutcome) => ({
  record: {
    id: done.record.id,
    index: done.record.index,
    runId: done.runId,
    automation: done.automation,
    mode: done.mode,
    exitCode: done.exitCode,
    outcome: done.outcome,
  },
  log: done.log,
  origin: done.outcome === 'timeout' ? 'autogov' : 'child',
  durationMs: Math.round(done.duration),
  counts: done.counts ?? null,
  artifacts: done.artifacts,
  output: done.output,
  changedDuringRun: done.changedDuringRun ?? null,
});

const planData = (plan: PreparedRun) => ({
  automation: plan.automation.id,
  mode: plan.mode,
  commit: plan.observed.commit,
  dirty: plan.observed.dirty?.paths ?? [],
  program: plan.entrypoint.program,
  args: plan.entrypoint.args,
  timeoutMs: plan.timeout ?? null,
  variables: plan.environment.names,
  secretsMissing: plan.environment.missing,
  actor: {
    principal: plan.own?.principal ?? null,
    keyId: plan.own?.signer.keyId ?? null,
    granted: plan.decision.allowed,
    reason: plan.decision.reason,
  },
});

const planText = (plan: PreparedRun): string => {
  const command = [plan.entrypoint.program, ...plan.entrypoint.args].map(quoted).join(' ');
  const lines = [
    ...introduction(plan),
    `  command ${command}`,
    '',
    'nothing was executed or written',
    `next: autogov run ${plan.automation.id}`,
  ];
  return `${lines.map(escapeText).join('\n')}\n`;
};

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** Who runs what, before anything happens. */
const introduction = (run: PreparedRun): readonly string[] => {
  const { own, decision, observed, digests, automation, environment } = run;
  const right = decision.allowed
    ? `may run ${automation.id} (allowed_signers:${decision.line})`
    : `not granted (${decision.reason})`;
  const who = own === undefined ? 'a key will be made' : `${own.principal}  ${own.signer.keyId.slice(0, 14)}…`;
  const changed = observed.dirty?.paths.length ?? 0;
  const tree = changed === 0 ? 'clean' : `${changed} changed ${changed === 1 ? 'file' : 'files'}`;
  const lock = digests.lock === undefined ? 'no uv.lock' : `uv.lock ${digests.lock.slice(0, 4)}…`;
  return [
    `  who     ${who}  ${right}`,
    `  what    ${automation.id}  ${observed.commit.slice(0, 7)} ${tree}  ${lock}  ${run.mode}`,
    ...(environment.missing.length === 0 ? [] : [`  secrets not set: ${environment.missing.join(', ')}`]),
  ];
};

interface Framing {
  said(text: string): void;
  started(run: PreparedRun): void;
  output(to: 'stdout' | 'stderr', bytes: Uint8Array): void;
  ended(done: RunOutcome): void;
}

/** autogov's own lines, on stderr, around the child's output; none under --quiet, and under --json only what must be told. */
const framing = ({ world, json, quiet }: Session): Framing => {
  const { terminal } = world;
  const line = (text: string): void => terminal.err(`${escapeText(text)}\n`);
  const rule = (label: string): void => {
    const text = label === '' ? '' : `── ${label} `;
    terminal.err(`${terminal.paint.dim(`  ${text}${'─'.repeat(Math.max(4, 56 - text.length))}`)}\n`);
  };
  let atLineStart = true;
  let begun: PreparedRun | undefined;
  return {
    said: (text) => quiet || line(`  ${text}`),
    started: (run) => {
      begun = run;
      if (json || quiet) return;
      introduction(run).forEach(line);
      rule('output');
    },
    output: (to, bytes) => {
      terminal.pass(to, bytes);
      atLineStart = bytes.at(-1) === 0x0a;
    },
    ended: (done) => {
      if (json || quiet) return;
      if (!atLineStart) terminal.err('\n');
      rule('');
      summary(done, begun).forEach(line);
    },
  };
};

const summary = (done: RunOutcome, run: PreparedRun | undefined): readonly string[] => {
  const { counts, artifacts, output, changedDuringRun = [] } = done;
  const how = done.outcome === 'timeout' ? 'timeout' : `exit ${done.exitCode}`;
  const handled = counts === undefined ? '' : `   ${counts.processed} processed, ${counts.failed} failed`;
  // A run that failed may have left the files of an earlier one as they were.
  const shown = done.outcome === 'success' ? artifacts : [];
  const [artifact] = shown;
  const left = artifact === undefined ? '' : `   ${artifact.path} ${artifact.sha256.slice(0, 4)}…`;
  const more = shown.length > 1 ? ` and ${shown.length - 1} more` : '';
  return [
    `  done    ${how} in ${showDuration(done.duration)}${handled}${left}${more}`,
    ...(output.redacted === 0 ? [] : [`  secrets ${output.redacted} redacted from the output`]),
    ...(changedDuringRun.length === 0 ? [] : [`  changed during the run: ${changedDuringRun.slice(0, 3).join(', ')}`]),
    `  record  #${done.record.index}, signed; seen by no one outside this machine yet`,
    `next: ${nextStep(done, run)}`,
  ];
};

const nextStep = (done: RunOutcome, run: PreparedRun | undefined): string => {
  if (done.outcome !== 'success') return `autogov audit show ${done.record.index}`;
  if (run === undefined || run.decision.allowed) return 'autogov audit verify';
  return run.access === undefined
    ? 'autogov access sign starts an access chain that grants your key'
    : `autogov access why ${done.automation} says what would grant your key`;
};
