import type { FoundLog, Page, ReadRecord, Verdict } from '../audit/index.js';
import { automationOf, outcomeOf } from '../audit/index.js';
import { encodeBase64 } from '../evidence/index.js';
import { escapeText, Fault } from '../faults/index.js';

/** One record as a row of `audit log --json`. */
const rowOf = (unfinished: ReadonlySet<number>, { index, record }: ReadRecord) => {
  const { predicate } = record.statement;
  const { exitCode } = predicate;
  return {
    index,
    id: record.common.id,
    time: record.common.time,
    type: record.name,
    automation: automationOf(predicate) ?? null,
    principal: record.common.actor.principal,
    keyId: record.keyId,
    outcome: outcomeOf(predicate) ?? null,
    exitCode: typeof exitCode === 'number' ? exitCode : null,
    unfinished: unfinished.has(index),
  };
};

export const recordsData = (log: FoundLog, page: Page) => ({
  log: { id: log.id, size: page.size },
  records: page.records.map((each) => rowOf(page.unfinished, each)),
  next: page.next ?? null,
});

/** @param again the command line that made this page, without its --before */
export const recordsText = (log: FoundLog, page: Page, again: string): string => {
  const rows = page.records
    .map((each) => rowOf(page.unfinished, each))
    .map((row) => [
      `#${row.index}`,
      row.time.slice(0, 19).replace('T', ' '),
      row.type,
      row.automation ?? '–',
      row.unfinished ? 'unfinished' : (row.outcome ?? '–'),
      row.principal,
    ]);
  const head = `log ${log.id}   ${count(page.size, 'record')}   times are UTC, as the machine's clock had them`;
  const next = page.next === undefined ? 'autogov audit verify' : `${again} --before ${page.next}`;
  const body = rows.length === 0 ? ['no record matches'] : align(rows);
  const open = page.unfinished.size === 0 ? [] : ['', 'unfinished: still running, or killed together with autogov'];
  return `${[head, '', ...body, ...open, '', `next: ${next}`].map(escapeText).join('\n')}\n`;
};

const align = (rows: readonly (readonly string[])[]): string[] => {
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), []);
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
};

export const recordData = (log: FoundLog, { index, line, record }: ReadRecord) => ({
  log: log.id,
  index,
  keyId: record.keyId,
  publicKey: encodeBase64(record.publicKey),
  statement: record.statement,
  envelope: line,
});

export const recordText = (log: FoundLog, found: ReadRecord): string => {
  const { record, index } = found;
  const head = [
    `record  #${index} of log ${log.id}`,
    `type    ${record.name}`,
    `who     ${record.common.actor.principal}  ${record.keyId}`,
    `when    ${record.common.time}, as the machine's clock had it`,
    ...record.statement.subject.map(
      (subject) =>
        `about   ${subject.name ?? ''}  ${Object.entries(subject.digest)
          .map(([kind, digest]) => `${kind}:${digest}`)
          .join(' ')}`,
    ),
  ];
  const predicate = JSON.stringify(record.statement.predicate, null, 2).split('\n');
  const next = 'next: autogov audit verify  (what is shown here has not been verified)';
  return `${[...head, '', ...predicate, '', next].map(escapeText).join('\n')}\n`;
};

/** What was proven, what was not, and why it matters; never a bare OK. */
export const verdictText = (
  verdict: Verdict,
  folder: string,
  asked: { readonly lacksAnchor: boolean; readonly treeOnly: boolean },
): string => {
  const { size, checked } = verdict;
  const key = { state: 'kept on this machine', given: 'given', log: 'taken from the log itself: compare it' }[
    verdict.vkeyFrom
  ];
  const signatures = asked.treeOnly ? 'not verified (--tree)' : `${checked.signatures} of ${size} verified`;
  const authority = !checked.authority
    ? 'not judged: no access chain of this project here'
    : verdict.ungranted === 0
      ? 'judged by the access chain'
      : `judged by the access chain; ${count(verdict.ungranted, 'record')} by keys that nobody granted (development)`;
  const lines = [
    `log         ${verdict.logId}  ${folder}`,
    `records     ${size}, ${verdict.sound ? 'sound: they are what the checkpoint signed' : 'NOT SOUND'}`,
    `signatures  ${signatures}`,
    `authority   ${authority}`,
    `key         ${verdict.vkey} (${key})`,
    `anchored    ${anchorWords(size)}`,
    ...(verdict.unfinished.length === 0
      ? []
      : [
          `unfinished  ${count(verdict.unfinished.length, 'run')} without an end: ${verdict.unfinished.slice(0, 3).join(' ')}${verdict.unfinished.length > 3 ? ' …' : ''}`,
        ]),
    ...(verdict.uncommitted === 0
      ? []
      : [
          `behind      ${count(verdict.uncommitted, 'byte')} after the checkpoint, no part of the log; the next run settles them`,
        ]),
    ...(verdict.quarantined === 0
      ? []
      : [`put aside   ${count(verdict.quarantined, 'torn end')} in ${folder}/quarantine`]),
  ];
  const problems = verdict.problems.map(
    (problem) =>
      `  ${problem.kind.padEnd(10)} ${problem.index === undefined ? '' : `record #${problem.index}: `}${problem.reason}`,
  );
  const more = verdict.problemCount - verdict.problems.length;
  if (more > 0) problems.push(`  and ${more} more`);
  const listed = problems.length === 0 ? [] : ['', count(verdict.problemCount, 'problem'), ...problems];
  return `${[...lines, ...listed, '', `next: ${nextOf(verdict, asked.lacksAnchor)}`].map(escapeText).join('\n')}\n`;
};

const nextOf = (verdict: Verdict, lacksAnchor: boolean): string => {
  const index = verdict.problems.find((problem) => problem.index !== undefined)?.index;
  if (!verdict.sound) {
    return `keep the folder as it is and compare it with a copy${index === undefined ? '' : `, from record #${index} on`}`;
  }
  return lacksAnchor ? 'keep a copy of the checkpoint where the owner of the log cannot write' : 'autogov audit log';
};

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** @throws Fault AG102 for anything but a whole number from `least` on */
export const parseCount = (option: string, value: string, least: number): number => {
  const number = /^[0-9]{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least) return number;
  throw new Fault('AG102', { reason: `${option} takes a whole number from ${least} on, not ${value}` });
};

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** ISO 8601 of a date, an instant (UTC where it says no zone) or a time before `now`. @throws Fault AG102 */
export const parseSince = (value: string, now: Date): string => {
  const [, amount, unit] = /^([0-9]{1,6})([mhdw])$/.exec(value) ?? [];
  if (amount !== undefined) {
    const length = units[unit as keyof typeof units];
    return new Date(now.getTime() - Number(amount) * length).toISOString();
  }
  const shaped = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(value);
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(value) || !value.includes('T') ? value : `${value}Z`;
  const instant = shaped ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(instant)) throw new Fault('AG102', { reason: `--since is not a time: ${value}` });
  return new Date(instant).toISOString();
};

/** No anchor exists yet in this version, so nothing outside vouches for any record. */
const anchorWords = (size: number): string => {
  if (size === 0) return 'none';
  const what = size === 1 ? 'its 1 record is' : `all ${size} records are`;
  return `none: ${what} known to this machine only; who has the log's key could rebuild it unseen`;
};
