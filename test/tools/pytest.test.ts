import { describe, expect, test } from 'vitest';
import { pytest } from '../../src/tools/adapters/pytest.js';
import { contextWith, type Ended, faultOf, root } from './setting.js';

const session = (over: object = {}) => ({
  counts: { passed: 2 },
  collected: 2,
  failUnder: null,
  failures: [],
  ...over,
});
const totals = (percent: number, branches = [9, 10]) => ({
  totals: { percent_covered: percent, covered_branches: branches[0], num_branches: branches[1] },
  files: { 'src/a.py': { summary: { missing_lines: 2, missing_branches: 1 }, missing_lines: [9, 10] } },
});
const failed = (over: object = {}) => ({
  category: 'failed',
  when: 'call',
  id: 'tests/test_a.py::test_a',
  file: `${root}/tests/test_a.py`,
  line: 10,
  message: 'AssertionError: no\nsecond line',
  crash: { file: `${root}/tests/test_a.py`, line: 10 },
  ...over,
});
const cov = { locked: { 'pytest-cov': '7.1.0' } };

/** pytest that wrote these reports and exits so. */
const wrote =
  (code: number, report: object | string | undefined, coverage?: object) =>
  (_: readonly string[], files: { put(tree: Record<string, string>): void }): Ended => {
    const text = typeof report === 'string' ? report : JSON.stringify(report);
    if (report !== undefined) files.put({ '/scratch/pytest.json': text });
    if (coverage !== undefined) files.put({ '/scratch/coverage.json': JSON.stringify(coverage) });
    return { code };
  };

describe('pytest', () => {
  test('passed, with branch coverage', async () => {
    const context = await contextWith([wrote(0, session(), totals(95))], '', cov);
    expect(await pytest.judge(context)).toEqual({ detail: '2 passed, 90 % branches', findings: [] });
    expect(context.calls[0]).toEqual(
      expect.arrayContaining(['--cov', '--cov-branch', '--cov-report=json:/scratch/coverage.json']),
    );
  });

  test.each([
    ['[tool.pytest.ini_options]\naddopts = "--cov=a -q"\n', {}, false],
    ['[tool.pytest]\naddopts = ["--cov"]\n', {}, false],
    ['[tool.pytest.ini_options]\naddopts = "--cov-report=xml"\n', {}, true],
    ['', { [`${root}/pytest.ini`]: '[pytest]\naddopts = --cov=a\n' }, false],
  ])('what the repository chose to measure is not widened %#', async (settings, tree, added) => {
    const context = await contextWith([wrote(0, session(), totals(95))], settings, { ...cov, tree });
    await pytest.judge(context);
    expect(context.calls[0]?.includes('--cov')).toBe(added);
  });

  test('without pytest-cov nothing is measured, and nothing claimed', async () => {
    const context = await contextWith([wrote(0, session())]);
    expect((await pytest.judge(context)).detail).toBe('2 passed');
    expect(context.calls[0]?.some((word) => word.startsWith('--cov'))).toBe(false);
  });

  test.each([
    [failed(), { line: 10, code: 'failed', message: 'test_a: AssertionError: no' }],
    [
      failed({ crash: { file: `${root}/src/a.py`, line: 3 } }),
      { line: 10, code: 'failed', message: 'test_a: AssertionError: no (at src/a.py:3)' },
    ],
    [failed({ crash: { file: '/usr/lib/python3/json.py', line: 3 } }), { message: 'test_a: AssertionError: no' }],
    [failed({ when: 'setup', crash: null }), { code: 'setup', message: 'test_a failed in setup: AssertionError: no' }],
    [
      failed({ when: 'collect', id: 'tests/test_a.py', crash: null, message: 'ImportError: x' }),
      { code: 'collect', message: 'tests/test_a.py could not be collected: ImportError: x' },
    ],
  ])('a failure stands in its test %#', async (each, expected) => {
    const { findings } = await pytest.judge(
      await contextWith([wrote(1, session({ counts: { passed: 1, failed: 1 }, failures: [each] }))]),
    );
    expect(findings).toMatchObject([{ rule: 'pytest', path: 'tests/test_a.py', ...expected }]);
  });

  test('coverage below fail_under, at the line that sets it', async () => {
    const settings = '[tool.coverage.report]\nfail_under = 80\n';
    const { findings } = await pytest.judge(
      await contextWith([wrote(1, session({ failUnder: 80 }), totals(66.67))], settings, cov),
    );
    expect(findings).toMatchObject([
      {
        code: 'coverage',
        path: 'pyproject.toml',
        line: 2,
        message: 'coverage is 66.6 %, below the 80 % of fail_under',
      },
    ]);
    expect(findings[0]?.next).toContain('src/a.py:9');
  });

  test.each([
    ['exit 5', wrote(5, session({ counts: {}, collected: 0 })), 'pytest found no tests'],
    ['exit 1 of pytest-cov', wrote(1, session({ counts: {}, collected: 0, failUnder: 80 })), 'pytest found no tests'],
    ['every test skipped', wrote(0, session({ counts: { skipped: 3 } })), 'every test was skipped (3)'],
  ])('%s is no pass', async (_, answer, message) => {
    const { findings } = await pytest.judge(await contextWith([answer]));
    expect(findings).toMatchObject([{ code: 'no-tests', severity: 'error', message }]);
  });

  test.each<[string, ReturnType<typeof wrote> | Ended, string, string]>([
    ['a crash of the interpreter', { code: 139, stderr: 'Segmentation fault' }, '', 'AG233'],
    ['an internal error', wrote(3, session()), '', 'AG233'],
    [
      'an unknown option',
      { code: 4, stderr: 'ERROR: usage: pytest\npytest: error: unrecognized arguments: --x' },
      '',
      'AG237',
    ],
    ['a report that is no JSON', wrote(0, '{'), '', 'AG234'],
    ['a report of another shape', wrote(0, { counts: [] }), '', 'AG234'],
    ['exit 1 and nothing failed', wrote(1, session()), '', 'AG233'],
    ['exit 0 and something failed', wrote(0, session({ failures: [failed()] })), '', 'AG233'],
    ['a threshold that nothing measures', wrote(0, session()), '[tool.coverage.report]\nfail_under = 80\n', 'AG232'],
  ])('%s is no pass', async (_, answer, settings, code) => {
    expect((await faultOf(pytest.judge(await contextWith([answer], settings)))).code).toBe(code);
  });

  test('a threshold whose report is missing is no pass', async () => {
    const context = await contextWith([wrote(0, session({ failUnder: 80 }))], '', cov);
    expect((await faultOf(pytest.judge(context))).code).toBe('AG234');
  });
});
