import { Fault } from '../faults/index.js';
import { type Answer, answers, type Build, type Command, examples, exit, type Session, verb } from './shape.js';

interface LogOptions {
  readonly log?: string;
  readonly automation?: string;
  readonly principal?: string;
  readonly outcome?: string;
  readonly since?: string;
  readonly limit: string;
  readonly before?: string;
  readonly vkey?: true;
}

interface VerifyFlags {
  readonly tree?: true;
  readonly requireAnchor?: true;
  readonly vkey?: string;
}

const outcomes = ['success', 'failure', 'timeout', 'cancellation', 'error', 'released'];
const defaultLimit = '20';

const build: Build = (session) =>
  examples(
    verb('audit', 'read and prove the log of runs')
      .addCommand(logCommand(session))
      .addCommand(showCommand(session))
      .addCommand(verifyCommand(session)),
    ['autogov audit log', 'autogov audit show 12', 'autogov audit verify'],
  );

export default build;

const logCommand = (session: Session): Command =>
  examples(
    verb('log', 'list records, newest first')
      .option('--log <log>', 'log id or folder (default: the log of this project)')
      .option('--automation <id>', 'only of this automation')
      .option('--principal <name>', 'only by this person or machine')
      .option('--outcome <outcome>', `only what ended so: ${outcomes.join(', ')}`)
      .option('--since <time>', 'only from this time on: 2026-01-31, 2026-01-31T06:00Z, or 7d, 12h')
      .option('--limit <n>', 'records at most', defaultLimit)
      .option('--before <index>', 'only older records than this one: the next page')
      .option('--vkey', 'print the public key of the checkpoints instead')
      .action(answers(session, 'audit log', async (options: LogOptions) => await list(session, options))),
    ['autogov audit log --automation invoices --since 7d', 'autogov audit log --vkey'],
  );

const list = async (session: Session, options: LogOptions): Promise<Answer> => {
  const [{ findAuditLog }, { readRecords }, { recordsData, recordsText, parseSince, parseCount }] = await Promise.all([
    import('./audit-find.js'),
    import('../audit/index.js'),
    import('./audit-text.js'),
  ]);
  const { world } = session;
  const { log } = await findAuditLog(world, options.log);
  if (options.vkey === true) {
    return { exit: exit.ok, data: { log: { id: log.id }, vkey: log.vkey }, text: `${log.vkey}\n` };
  }
  const { automation, principal, outcome, since, before } = options;
  if (outcome !== undefined && !outcomes.includes(outcome)) {
    throw new Fault('AG102', { reason: `no run ends with outcome ${outcome}` }, `one of: ${outcomes.join(', ')}`);
  }
  const filter = {
    ...(automation === undefined ? {} : { automation }),
    ...(principal === undefined ? {} : { principal }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(since === undefined ? {} : { since: parseSince(since, world.clock.now()) }),
  };
  const limit = parseCount('--limit', options.limit, 1);
  const page = readRecords(
    world.files,
    log,
    filter,
    limit,
    before === undefined ? undefined : parseCount('--before', before, 0),
  );
  return { exit: exit.ok, data: recordsData(log, page), text: recordsText(log, page, again(options)) };
};

/** The same call for the next page. */
const again = ({ log, automation, principal, outcome, since, limit }: LogOptions): string => {
  const given = { log, automation, principal, outcome, since, limit: limit === defaultLimit ? undefined : limit };
  const words = Object.entries(given).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [`--${name}`, /^[\w@.:/+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`],
  );
  return ['autogov audit log', ...words].join(' ');
};

const showCommand = (session: Session): Command =>
  examples(
    verb('show', 'one record whole: who, what, and what it is signed over')
      .argument('<record>', 'index or id')
      .option('--log <log>', 'log id or folder (default: the log of this project)')
      .action(
        answers(session, 'audit show', async (which: string, options: { readonly log?: string }) => {
          const [{ findAuditLog }, { readRecord }, { recordData, recordText }] = await Promise.all([
            import('./audit-find.js'),
            import('../audit/index.js'),
            import('./audit-text.js'),
          ]);
          const { log } = await findAuditLog(session.world, options.log);
          const found = readRecord(session.world.files, log, which);
          return { exit: exit.ok, data: recordData(log, found), text: recordText(log, found) };
        }),
      ),
    ['autogov audit show 12', 'autogov audit show 12 --json'],
  );

const verifyCommand = (session: Session): Command =>
  examples(
    verb('verify', 'prove that no record was altered, and say what no one outside has seen')
      .argument('[log]', 'log id, or the folder of a log or a copy (default: the log of this project)')
      .option('--tree', 'only the records against the checkpoint, without their signatures')
      .option('--require-anchor', 'fail while a record is in no checkpoint that is kept elsewhere')
      .option('--vkey <vkey>', 'hold the checkpoint against this public key')
      .action(
        answers(session, 'audit verify', async (which: string | undefined, options: VerifyFlags) => {
          const [{ findAuditLog, readJudge }, { verifyLog }, { verdictText }] = await Promise.all([
            import('./audit-find.js'),
            import('../audit/index.js'),
            import('./audit-text.js'),
          ]);
          const { log, root } = await findAuditLog(session.world, which, options.vkey);
          const authority = options.tree === true ? {} : await readJudge(session.world, log, root);
          const verdict = verifyLog(session.world.files, log, {
            ...(options.tree === true ? { treeOnly: true } : {}),
            ...('judge' in authority ? { judge: authority.judge } : {}),
          });
          const lacksAnchor = options.requireAnchor === true && verdict.anchored < verdict.size;
          const good = verdict.sound && !lacksAnchor && !('fault' in authority);
          return {
            exit: good ? exit.ok : exit.trust,
            data: verdict,
            text: verdictText(verdict, log.place.folder, { lacksAnchor, treeOnly: options.tree === true }),
            ...('fault' in authority ? { faults: [authority.fault] } : {}),
          };
        }),
      ),
    ['autogov audit verify', 'autogov audit verify ./copy-of-the-log', 'autogov audit verify --tree --json'],
  );
