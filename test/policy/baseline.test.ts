import { describe, expect, test } from 'vitest';
import { judgeSource } from '../../src/policy/engine/judge.js';
import { sourceOf } from '../../src/policy/facts/source.js';
import { expectBaseline, judgePolicy, makeReport, planBaseline, writeBaseline } from '../../src/policy/index.js';
import type { CheckReport, Finding, ToolOutcome } from '../../src/policy/model.js';
import { memoryRepository } from './repository.js';

const path = '.autogov/baseline.json';
const names = (...bad: readonly string[]): Readonly<Record<string, string>> => ({
  '.autogov/policy.yaml': 'version: 1\nrules:\n  NAM003: { severity: error }\n',
  ...Object.fromEntries(bad.map((name) => [`src/app/${name}.py`, ''])),
});
const entry = (key: string, count = 1, rule = 'NAM003') => ({ rule, path: `src/app/${key}.py`, key, count });
const file = (...findings: readonly unknown[]) => JSON.stringify({ version: 1, findings });
const tool = (result: ToolOutcome['result'], name = 'mypy'): ToolOutcome => ({
  tool: name,
  result,
  detail: 'd',
  elapsed: 1,
});
const found = (rest: Partial<Finding>): Finding => ({
  rule: 'mypy',
  severity: 'error',
  status: 'fail',
  path: 'src/a.py',
  line: 3,
  column: 4,
  message: 'm',
  why: 'w',
  next: 'n',
  fixable: false,
  ...rest,
});

const plan = async (
  files: Readonly<Record<string, string>>,
  action: 'create' | 'update',
  tools: readonly ToolOutcome[] = [],
  toolFindings: readonly Finding[] = [],
) => {
  const { world, project, text } = memoryRepository(files);
  const report = await makeReport(await judgePolicy(world, project), tools, toolFindings);
  const made = await planBaseline(world, project, report, action, 'error');
  await writeBaseline(world, project, made);
  return { plan: made, entries: JSON.parse(text(path) ?? '').findings };
};
const statuses = (report: CheckReport) => report.findings.map(({ rule, status }) => `${rule} ${status}`);

describe('create', () => {
  test('what is found now is excused from now on, and nothing else is', async () => {
    const files = names('Bad-Name');
    const made = await plan(files, 'create');
    expect(made.entries).toEqual([{ rule: 'NAM003', path: 'src/app/Bad-Name.py', key: expect.any(String), count: 1 }]);
    expect(made.plan).toMatchObject({ before: null, after: 1, byRule: { NAM003: 1 }, report: { exit: 0 } });
    expect(made.plan.report.summary).toMatchObject({ fail: 0, baselined: 1 });
    const later = await judgeSource(
      sourceOf({ ...files, ...names('Bad-Name', 'Worse-Name'), [path]: made.plan.content }),
      '2026-01-02',
    );
    expect(statuses(await makeReport(later, [], []))).toEqual(['NAM003 baselined', 'NAM003 fail']);
  });

  test('is refused where there is one', async () => {
    const { world, project } = memoryRepository({ ...names(), [path]: file() });
    await expect(expectBaseline(world, project, 'create')).rejects.toMatchObject({ code: 'AG722' });
  });

  test.each([
    ['SEC001', undefined],
    ['gitleaks', undefined],
    ['ruff', 'S105'],
  ])('a secret never joins: %s %s', async (rule, code) => {
    const secret = found({ rule, ...(code === undefined ? {} : { code }) });
    const made = await plan(names(), 'create', [tool('fail', rule)], [secret]);
    expect(made.entries).toEqual([]);
    expect(made.plan.report.exit).toBe(1);
  });

  test('a secret that was written into one by hand is not excused', async () => {
    const [secret] = (
      await judgeSource(
        sourceOf({ [path]: file({ rule: 'SEC001', path: 'src/a.py', key: 'm', count: 9 }) }),
        '2026-01-02',
      )
    ).excuses.apply([found({ rule: 'SEC001' })]);
    expect(secret?.status).toBe('fail');
  });

  test('what could not be judged does not join, and is named', async () => {
    const made = await plan(
      names(),
      'create',
      [tool('error')],
      [found({ rule: 'AG230', key: 'mypy', status: 'error' })],
    );
    expect(made.entries).toEqual([]);
    expect(made.plan).toMatchObject({ unjudged: ['mypy'], report: { exit: 3 } });
  });

  test('a line number in the words of a tool is no part of what a finding is', async () => {
    const at = (line: number) => found({ line, message: `"x" already defined on line ${line}` });
    const made = await plan(names(), 'create', [tool('fail')], [at(3), at(17)]);
    expect(made.entries).toEqual([{ rule: 'mypy', path: 'src/a.py', key: '"x" already defined on line N', count: 2 }]);
    expect(made.plan.content).not.toMatch(/"line"|\b17\b/);
  });
});

describe('update', () => {
  test.each<[string, readonly string[], readonly object[], readonly object[], readonly object[]]>([
    ['what is gone goes', ['A-b'], [entry('A-b'), entry('C-d')], [entry('A-b')], [entry('C-d')]],
    ['a count shrinks', ['A-b'], [entry('A-b', 3)], [entry('A-b')], [entry('A-b', 2)]],
    ['an entry written twice is counted as one', ['A-b'], [entry('A-b'), entry('A-b')], [entry('A-b')], [entry('A-b')]],
    ['what is new stays out', ['A-b', 'E-f'], [entry('A-b')], [entry('A-b')], []],
    ['everything may go', [], [entry('A-b')], [], [entry('A-b')]],
    ['a rule that judges no longer goes', [], [entry('A-b', 1, 'GONE1')], [], [entry('A-b', 1, 'GONE1')]],
  ])('%s', async (_, bad, before, after, removed) => {
    const made = await plan({ ...names(...bad), [path]: file(...before) }, 'update');
    expect(made.entries).toEqual(after);
    expect(made.plan.removed).toEqual(removed);
  });

  test.each<[ToolOutcome['result'], number]>([
    ['notChecked', 1],
    ['error', 1],
    ['pass', 0],
  ])('the entries of a tool whose result is %s: %i left', async (result, left) => {
    const old = { rule: 'mypy/union-attr', path: 'src/a.py', key: 'm', count: 1 };
    const made = await plan({ ...names(), [path]: file(old) }, 'update', [tool(result)]);
    expect(made.entries).toHaveLength(left);
    expect(made.plan.unjudged).toEqual(left === 1 ? ['mypy'] : []);
  });

  test('is refused where there is none', async () => {
    const { world, project } = memoryRepository(names());
    await expect(expectBaseline(world, project, 'update')).rejects.toMatchObject({ code: 'AG723' });
  });
});

test('nothing is written through a link out of the repository', async () => {
  const { world, project } = memoryRepository({ '.autogov': { link: '/home/ana/elsewhere' }, 'a.py': '' });
  world.memory.makeFolder('/home/ana/elsewhere');
  const report = await makeReport(await judgePolicy(world, project), [], []);
  const made = await planBaseline(world, project, report, 'create', 'error');
  await expect(writeBaseline(world, project, made)).rejects.toMatchObject({ code: 'AG731' });
  expect(world.memory.list('/home/ana/elsewhere')).toEqual([]);
});
