import { describe, expect, test } from 'vitest';
import { judgeSource } from '../../src/policy/engine/judge.js';
import { makeReport } from '../../src/policy/engine/report.js';
import { sourceOf } from '../../src/policy/facts/source.js';
import { readDate } from '../../src/policy/facts/waivers.js';
import type { Finding, ReportOptions, ToolOutcome } from '../../src/policy/model.js';

const today = '2026-01-02';
const bad = { 'src/app/Bad-Name.py': '', 'src/app/Worse-Name.py': '' };
const waiver = (rule: string, path: string, expires: string) =>
  `version: 1\nwaivers:\n  - { rule: ${rule}, path: "${path}", reason: r, owner: o, expires: ${expires} }\n`;
const report = async (files: Readonly<Record<string, string>>, tools: ToolOutcome[] = [], found: Finding[] = []) =>
  makeReport(await judgeSource(sourceOf(files), today), tools, found, {});
const named = async (files: Readonly<Record<string, string>>, rule: string) =>
  (await report(files)).findings.filter((each) => each.rule === rule).map((each) => `${each.path} ${each.status}`);

describe('waivers', () => {
  test.each([
    ['src/app/Bad-Name.py', '2026-01-02', ['waived', 'fail']],
    ['src/app', '2026-12-31', ['waived', 'waived']],
    ['src/**/*.py', '2026-12-31', ['waived', 'waived']],
    ['src/app/Bad-Name.py', '2026-01-01', ['fail', 'fail']],
    ['src/app/Bad-Name.py', '2026-02-30', ['fail', 'fail']],
    ['src/app/Bad-Name.py', 'never', ['fail', 'fail']],
    ['src/app/Bad-Name.py', '20261231', ['fail', 'fail']],
  ])('%s until %s: %j', async (path, expires, statuses) => {
    const files = { ...bad, '.autogov/waivers.yaml': waiver('NAM003', path, expires) };
    const found = (await report(files)).findings.filter((each) => each.rule === 'NAM003');
    expect(found.map((each) => each.status)).toEqual(statuses);
  });

  test('a lapsed one is an error of its own, with its line', async () => {
    const found = (await report({ '.autogov/waivers.yaml': waiver('NAM003', 'a', '2025-01-01') })).findings;
    expect(found.find((each) => each.rule === 'AUD002')).toMatchObject({
      path: '.autogov/waivers.yaml',
      line: 3,
      severity: 'error',
      message: expect.stringContaining('2025-01-01'),
    });
  });

  test('an unused one is a warning', async () => {
    const found = (await report({ '.autogov/waivers.yaml': waiver('NAM003', 'a', '2026-06-01'), 'a.py': '' })).findings;
    expect(found.find((each) => each.rule === 'AUD002')).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('nothing'),
    });
  });

  test('one that names no rule says which it may have meant', async () => {
    const found = (await report({ '.autogov/waivers.yaml': waiver('NAM03', 'a', '2026-06-01') })).findings;
    expect(found.find((each) => each.rule === 'AUD002')?.message).toContain('did you mean NAM003?');
  });

  const mypy: Finding = {
    rule: 'mypy',
    code: 'union-attr',
    severity: 'error',
    status: 'fail',
    path: 'src/a.py',
    line: 3,
    column: 4,
    message: 'm',
    why: 'w',
    next: 'n',
    fixable: false,
  };
  const ran: ToolOutcome = { tool: 'mypy', result: 'fail', detail: '1 error', elapsed: 1 };
  test.each([
    ['mypy', 'waived'],
    ['mypy/union-attr', 'waived'],
    ['mypy/attr-defined', 'fail'],
  ])('findings of tools are excused too: %s', async (rule, status) => {
    const made = await report({ '.autogov/waivers.yaml': waiver(rule, 'src/a.py', '2026-06-01') }, [ran], [mypy]);
    expect(made.findings.find((each) => each.rule === 'mypy')?.status).toBe(status);
  });

  test('a waiver of a tool that did not run is not called unused', async () => {
    const tool: ToolOutcome = { tool: 'mypy', result: 'notChecked', detail: 'not checked (--static)', elapsed: 0 };
    const made = await report({ '.autogov/waivers.yaml': waiver('mypy', 'src/a.py', '2026-06-01') }, [tool]);
    expect(made.findings.filter((each) => each.rule === 'AUD002')).toEqual([]);
  });

  test.each<[string, ReportOptions, boolean]>([
    ['the whole repository was judged', {}, true],
    ['a part of it was', { partial: true }, false],
    ['the waivers are not among what is shown', { isShown: (path) => path.startsWith('src/') }, false],
  ])('an unused waiver of a tool, where %s', async (_, options, said) => {
    const files = { '.autogov/waivers.yaml': waiver('mypy', 'src/b.py', '2026-06-01') };
    const made = makeReport(await judgeSource(sourceOf(files), today), [{ ...ran, result: 'pass' }], [], options);
    expect(made.findings.some((each) => each.rule === 'AUD002')).toBe(said);
  });

  test('an entry with a typo is a fault with its place, not a waiver less', async () => {
    const text = waiver('NAM003', 'a', '2026-06-01').replace('owner', 'onwer');
    await expect(report({ '.autogov/waivers.yaml': text })).rejects.toMatchObject({
      code: 'AG141',
      detail: { line: 3 },
    });
  });
});

describe('the baseline', () => {
  const baseline = (count: number) =>
    JSON.stringify({ version: 1, findings: [{ rule: 'NAM003', path: 'src/app/Bad-Name.py', key: 'Bad-Name', count }] });

  test('excuses what was there, and nothing new', async () => {
    expect(await named({ ...bad, '.autogov/baseline.json': baseline(1) }, 'NAM003')).toEqual([
      'src/app/Bad-Name.py baselined',
      'src/app/Worse-Name.py fail',
    ]);
  });

  test.each(['{', '{"version": 2, "findings": []}'])('%s is a fault', async (text) => {
    await expect(report({ '.autogov/baseline.json': text })).rejects.toMatchObject({
      detail: { path: '.autogov/baseline.json' },
    });
  });
});

describe('facts that cannot be read', () => {
  test('are errors with their place, once, and exit 3', async () => {
    const made = await report({ 'pyproject.toml': '[project]\nname = \n' });
    expect(made.exit).toBe(3);
    expect(made.summary.error).toBeGreaterThan(5);
    expect(made.findings.filter((each) => each.status === 'error')).toMatchObject([
      { rule: 'AG140', path: 'pyproject.toml', line: 2 },
    ]);
    expect(made.rules.find((each) => each.rule === 'TYP001')?.result).toBe('error');
  });

  test('every rule has exactly one result', async () => {
    const { summary, rules } = await report({ 'pyproject.toml': 'x' });
    expect(Object.values(summary).reduce((a, b) => a + b)).toBe(rules.length);
  });
});

test.each([
  ['2024-02-29', '2024-02-29'],
  ['2023-02-29', undefined],
  ['2023-13-01', undefined],
  ['2023-1-1', undefined],
  [20230101, undefined],
  [undefined, undefined],
])('the date %j is %j', (value, expected) => expect(readDate(value)).toBe(expected));
