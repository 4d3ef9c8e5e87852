import { escapeText } from '../faults/index.js';
import type { ListedRule, RuleTest } from '../policy/index.js';
import { type Answer, answers, type Build, type Command, examples, exit, type Session, verb } from './shape.js';

const build: Build = (session) =>
  examples(
    verb('policy', 'the rules that judge this repository')
      .addCommand(listCommand(session))
      .addCommand(testCommand(session)),
    ['autogov policy list', 'autogov policy test'],
  );

export default build;

const listCommand = (session: Session): Command =>
  examples(
    verb('list', 'every rule: severity, where it is from, whether --fix mends it, what it says here').action(
      answers(session, 'policy list', () => list(session)),
    ),
    ['autogov policy list', 'autogov policy list --json'],
  );

const testCommand = (session: Session): Command =>
  examples(
    verb('test', "hold the policy's own rules to their examples").action(
      answers(session, 'policy test', () => test(session)),
    ),
    ['autogov policy test', 'autogov policy test --json'],
  );

const list = async ({ world }: Session): Promise<Answer> => {
  const { findProject } = await import('../config/index.js');
  const { listRules } = await import('../policy/index.js');
  const { toolNames } = await import('../tools/index.js');
  const rules = await listRules(world, findProject(world), toolNames);
  return { exit: exit.ok, data: { rules }, text: listText(rules) };
};

const states: Readonly<Record<ListedRule['state'], string>> = {
  fail: 'fails',
  error: 'not judged',
  waived: 'waived',
  baselined: 'in the baseline',
  pass: 'passes',
  notApplicable: 'not applicable',
  notInProfile: 'not in this profile',
  notInPolicy: 'not in this policy',
};

const listText = (rules: readonly ListedRule[]): string => {
  const rows = rules.map((rule) => [
    rule.id,
    rule.enforceFrom === undefined ? rule.severity : `${rule.severity}, error from ${rule.enforceFrom}`,
    rule.open > 1 ? `${states[rule.state]} (${rule.open})` : states[rule.state],
    rule.fixable ? '--fix' : '',
    rule.source,
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd());
  const counts = (Object.keys(states) as ListedRule['state'][]).flatMap((state) => {
    const n = rules.filter((rule) => rule.state === state).length;
    return n === 0 ? [] : [`${n} ${states[state]}`];
  });
  const first = rules.find(({ state, severity }) => state === 'fail' && severity === 'error');
  const shown = first ?? rules.find(({ state }) => state === 'fail') ?? rules[0];
  const ending = [`${rules.length} rules: ${counts.join(', ')}`, `next: autogov explain ${shown?.id ?? '--list'}`];
  return `${[...lines, '', ...ending].map(escapeText).join('\n')}\n`;
};

const test = async ({ world }: Session): Promise<Answer> => {
  const { findProject } = await import('../config/index.js');
  const { testRules } = await import('../policy/index.js');
  const rules = await testRules(world, findProject(world));
  const failed = rules.some(({ failures }) => failures.length > 0);
  return { exit: failed ? exit.findings : exit.ok, data: { rules }, text: testText(rules) };
};

const testText = (rules: readonly RuleTest[]): string => {
  if (rules.length === 0) return 'this policy has no rules of its own\n\nnext: autogov policy list\n';
  const failures = rules.flatMap(({ rule, failures: own }) => own.map((failure) => ({ rule, ...failure })));
  const width = Math.max(...rules.map(({ rule }) => rule.length));
  const lines = failures.flatMap(({ rule, example, reason, path, line, column }) => [
    `${path}:${line}:${column}`,
    `  ${rule.padEnd(width)}  ${example ?? 'schema'}  ${reason}`,
  ]);
  const held = rules.reduce((all, { examples: count }) => all + count, 0);
  const sum = `${plural(rules.length, 'rule')}, ${plural(held, 'example')}: ${failures.length === 0 ? 'all hold' : `${plural(failures.length, 'contradiction')}`}`;
  const next = failures.length === 0 ? 'autogov check' : 'correct the example or the rule, then autogov policy test';
  return `${[...lines, ...(lines.length > 0 ? [''] : []), sum, `next: ${next}`].map(escapeText).join('\n')}\n`;
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
