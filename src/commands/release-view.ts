import { escapeText } from '../faults/index.js';
import type { Paint } from '../ports/index.js';
import type { Gate, Released, ReleasePlan, Standing } from '../release/index.js';

const most = 12;
/** The first column, wide enough for the longest gate. */
const label = (word: string): string => word.padEnd(10);
const short = (id: string): string => id.slice(0, 7);

/** @param asking the reader is asked next, so no next step is named */
export const planView = (plan: ReleasePlan, paint: Paint, asking = false): string => {
  const { current, next, bump, tag, commits } = plan.release;
  const remarks = plan.remarks.map((remark) => `  ${label('note')}${escapeText(remark)}\n`).join('');
  if (next === null) return `${nothingView(plan)}\n${remarks}${next === null ? nothingNext(plan) : ''}`;
  const counting = commits.filter((commit) => commit.counts);
  const why = plan.options.bump === undefined ? bump : `${bump}, asked for: ${plan.options.reason ?? ''}`;
  const remote = plan.base.remote === null ? '' : `, to ${plan.base.remote.name}/${plan.base.remote.branch}`;
  const shown = counting.slice(0, most).map((commit) => {
    const kind = label(`${commit.type ?? ''}${commit.breaking ? '!' : ''}`);
    return `  ${kind}${short(commit.id)}  ${escapeText(commit.subject)}\n`;
  });
  const rest = counting.length > most ? `  … and ${counting.length - most} more\n` : '';
  const blocked = plan.gates.find((gate) => gate.state === 'fail');
  const lines = [
    `${paint.bold(`${current} → ${next}`)}  (${escapeText(why)})  tag ${tag} on ${escapeText(plan.base.branch)}${escapeText(remote)}\n`,
    ...shown,
    rest,
    `  ${label('')}${counting.length} of ${commits.length} commits since ${plan.base.tag ?? 'the beginning'} count\n`,
    `  ${label('files')}${plan.files.map((file) => file.path + (file.action === 'create' ? ' (new)' : '')).join(', ')}\n`,
    ...plan.gates.map((gate) => gateView(gate, paint)),
    remarks,
  ];
  const last =
    blocked === undefined
      ? `next: ${escapeText(again(plan))}`
      : `next: ${escapeText(`${blocked.reason}; mend that, then: ${again(plan)}`)}`;
  return lines.join('') + (asking ? '' : `${last}\n`);
};

/** The command that carries out this very plan. */
const again = ({ options: { bump, reason, pre } }: ReleasePlan): string =>
  [
    'autogov release',
    ...(bump === undefined ? [] : [`--bump ${bump}`]),
    ...(reason === undefined ? [] : [`--reason '${reason.replaceAll("'", "'\\''")}'`]),
    ...(pre === undefined ? [] : [`--pre ${pre}`]),
  ].join(' ');

const gateWords = {
  pass: 'ok',
  fail: 'stops the release',
  atApply: 'judged on apply',
  notChecked: 'not checked',
} as const;

const gateView = ({ gate, state, reason }: Gate, paint: Paint): string => {
  const word = state === 'fail' ? paint.red(gateWords[state]) : gateWords[state];
  return `  ${label(gate)}${word}: ${escapeText(reason)}\n`;
};

const nothingView = ({ release, base }: ReleasePlan): string => {
  const since = base.tag === null ? 'so far' : `since ${base.tag}`;
  const { commits } = release;
  if (commits.length === 0) return `nothing to release: no commits ${since}`;
  const untyped = commits.filter((commit) => commit.type === null).length;
  const many = `${commits.length} commit${commits.length === 1 ? '' : 's'} ${since}`;
  return untyped === commits.length
    ? `nothing to release: ${many} ${commits.length === 1 ? "doesn't" : "don't"} say what changed`
    : `nothing to release: ${many}, none of a type that releases`;
};

const nothingNext = ({ release }: ReleasePlan): string =>
  release.commits.length === 0
    ? 'next: commit something, e.g. git commit -m "fix: …"\n'
    : 'next: autogov release plan --bump minor --reason "…"\n';

/** @param whole everything after the commit point was done too */
export const releasedView = (released: Released, said: readonly string[], whole: boolean, paint: Paint): string => {
  const pushed = released.remote === null ? '' : `, pushed to ${released.remote}`;
  const { keyId, principal } = released.signer;
  return [
    `${paint.green('released')} ${released.version}\n`,
    `  ${label('commit')}${short(released.commit)} on ${escapeText(released.branch)}${escapeText(pushed)}\n`,
    `  ${label('tag')}${released.tag}, signed by ${escapeText(principal)} ${keyId}\n`,
    ...said.map((line) => `  ${label('note')}${escapeText(line)}\n`),
    ...released.gates.map((gate) => gateView(gate, paint)),
    released.record === null
      ? `  ${label('record')}none in the audit log\n`
      : `  ${label('record')}#${released.record.index} in the audit log\n`,
    whole ? `next: autogov release status\n` : `next: autogov release resume ${released.tag}\n`,
  ].join('');
};

const signatureWords = {
  granted: 'signed, granted',
  notGranted: 'signed, but not granted',
  unsigned: 'not signed',
  notChecked: 'signed; not checked',
} as const;

export const standingView = (standing: Standing | null, did: readonly string[]): string => {
  if (standing === null) return 'no release yet\nnext: autogov release plan\n';
  const { tag, commit, signature, branch, remote, record, missing } = standing;
  return [
    ...did.map((what) => `  ${label('done')}${escapeText(what)}\n`),
    `${escapeText(tag)}  ${short(commit)}${standing.ours ? '' : '  (not made by autogov)'}\n`,
    `  ${label('tag')}${signatureWords[signature.state]}: ${escapeText(signature.reason)}\n`,
    `  ${label('branch')}${escapeText(branch.name ?? 'detached')} ${branch.state === 'contains' ? 'contains it' : `is ${branch.state}`}\n`,
    remote === null
      ? ''
      : `  ${label('remote')}${escapeText(remote.name)} ${remote.state === 'has' ? 'has the tag' : `: ${remote.state}`}\n`,
    `  ${label('record')}${record === null ? 'none on this machine' : `#${record.index} in the audit log`}\n`,
    ...missing.map((what) => `  ${label('missing')}${escapeText(what)}\n`),
    missing.length === 0 ? 'next: autogov release plan\n' : `next: autogov release resume ${escapeText(tag)}\n`,
  ].join('');
};
