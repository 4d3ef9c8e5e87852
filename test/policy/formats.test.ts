import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderReport } from '../../src/policy/index.js';
import type { CheckReport, Finding, ToolOutcome } from '../../src/policy/model.js';
import { makeWorld, packageRoot } from '../world.js';

const finding = (rest: Partial<Finding>): Finding => ({
  rule: 'NAM003',
  severity: 'error',
  status: 'fail',
  path: 'src/invoices/Parse-Bank.py',
  line: 1,
  column: 1,
  message: 'module is not snake_case: Parse-Bank → parse_bank',
  why: 'A name with a hyphen cannot be imported.',
  next: 'git mv it',
  fixable: false,
  ...rest,
});

const tools: ToolOutcome[] = [
  { tool: 'ruff', version: '0.17.6', result: 'pass', detail: 'ok', elapsed: 41 },
  { tool: 'mypy', version: '2.4.1', result: 'fail', detail: '1 error', elapsed: 2100 },
  { tool: 'pytest', result: 'notChecked', detail: 'not checked (--static)', elapsed: 0 },
];

const report = (findings: readonly Finding[], rest: Partial<CheckReport> = {}): CheckReport => ({
  policy: { name: 'recommended@1', own: 2, rules: 32, digest: '0'.repeat(64), elapsed: 38 },
  summary: { pass: 30, fail: 2, notApplicable: 0, waived: 1, baselined: 0, error: 0 },
  findings,
  rules: [],
  tools,
  notInProfile: [{ id: 'audit', reason: 'CI runs it' }],
  exit: 1,
  ...rest,
});

const typical = [
  finding({
    rule: 'TYP001',
    path: 'pyproject.toml',
    line: 31,
    column: 1,
    message: 'mypy is not strict',
    fixable: true,
  }),
  finding({}),
  finding({ status: 'waived', until: '2026-12-31', path: 'src/old.py' }),
  finding({
    rule: 'mypy',
    code: 'union-attr',
    path: 'src/invoices/run.py',
    line: 18,
    column: 12,
    message: '"None" has no attribute "rows"',
  }),
];

describe('for people', () => {
  test('why a tool gave no verdict does not push the columns apart', async () => {
    const detail = `mypy broke off: ${'and so on '.repeat(20)}`;
    const broken: ToolOutcome = { tool: 'mypy', version: '2.4.1', result: 'error', detail, elapsed: 3 };
    const text = await renderReport(makeWorld(), report([], { tools: [...tools.slice(0, 1), broken] }), 'human');
    const lines = text.split('\n');
    expect(lines[1]).toMatch(/^ {2}ruff {4}0\.17\.6 +ok +41 ms$/);
    expect(lines[2]).toMatch(/^ {2}mypy {4}2\.4\.1 +mypy broke off: [^\n]+…$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
  });

  test('what judged, what was found and where, the counts, what to do next', async () => {
    expect(await renderReport(makeWorld(), report(typical), 'human')).toMatchInlineSnapshot(`
      "  policy  recommended@1 + 2 of yours  32 rules    38 ms
        ruff    0.17.6                            ok    41 ms
        mypy    2.4.1                        1 error    2.1 s
        pytest  not checked (--static)
        audit   not in this profile (CI runs it)

      pyproject.toml:31:1
        TYP001  error    mypy is not strict                                     --fix
      src/invoices/Parse-Bank.py
        NAM003  error    module is not snake_case: Parse-Bank → parse_bank
      src/invoices/run.py:18:12
        mypy    error    "None" has no attribute "rows"  [union-attr]

      3 errors (1 fixable), 1 waived until 2026-12-31                         exit 1
      next: autogov check --fix · autogov explain TYP001
      "
    `);
  });

  test('nothing found', async () => {
    const text = await renderReport(makeWorld(), report([], { exit: 0, tools: [], notInProfile: [] }), 'human');
    expect(text).toMatchInlineSnapshot(`
      "  policy  recommended@1 + 2 of yours  32 rules    38 ms

      nothing found                                                           exit 0
      next: commit it, or: autogov run <id>
      "
    `);
  });

  test('a name with a newline, an escape and a bidirectional override stays one harmless line', async () => {
    const path = 'src/a\n\u001b[31mred\u202e.py';
    const text = await renderReport(makeWorld(), report([finding({ path, message: `no ${path}` })]), 'human');
    expect(text).not.toMatch(/[^\n\P{Cc}\u007f-\u009f]|\u202e/u);
    expect(text).toContain('src/a\\n\\u{1b}[31mred\\u{202e}.py\n');
  });

  test('a thousand findings: fifty lines, errors first, the rest counted by rule', async () => {
    const many = Array.from({ length: 1000 }, (_, i) =>
      finding({
        rule: i % 100 === 99 ? 'STR001' : 'DOC002',
        severity: i % 100 === 99 ? 'error' : 'warning',
        path: `p${String(i).padStart(4, '0')}`,
      }),
    );
    const text = await renderReport(makeWorld(), report(many), 'human');
    expect(text.match(/^ {2}STR001/gm)).toHaveLength(10);
    expect(text).toContain('… and 950 more; all of them: autogov check --json\n  DOC002 990 · STR001 10\n');
    expect(text.split('\n').length).toBeLessThan(120);
  });

  test('what could not be judged comes first in the counts', async () => {
    const unread = finding({
      rule: 'AG140',
      status: 'error',
      path: 'pyproject.toml',
      line: 2,
      column: 8,
      message: 'TOML does not parse',
      next: 'mend it',
    });
    const made = report([unread], { exit: 3, summary: { ...report([]).summary, error: 9 } });
    const lines = (await renderReport(makeWorld(), made, 'human')).split('\n');
    expect(lines.at(-3)).toMatch(/^9 checks could not be made +exit 3$/);
    expect(lines.at(-2)).toBe('next: mend it · autogov explain AG140');
  });
});

describe('json', () => {
  test('has the findings with what mends them', async () => {
    const data = JSON.parse(await renderReport(makeWorld(), report(typical), 'json'));
    expect(data.findings[1]).toEqual({
      rule: 'NAM003',
      severity: 'error',
      status: 'fail',
      path: 'src/invoices/Parse-Bank.py',
      line: 1,
      column: 1,
      message: 'module is not snake_case: Parse-Bank → parse_bank',
      why: 'A name with a hyphen cannot be imported.',
      fix: 'git mv it',
      fixable: false,
    });
    expect(data.summary.waived).toBe(1);
  });
});

describe('sarif', () => {
  const findings = [
    ...typical,
    finding({}),
    finding({ path: '.', message: 'there is no README' }),
    finding({ path: 'src/übung mit%20.py', line: 3, column: 4, endLine: 3, endColumn: 4 }),
    finding({ status: 'baselined', path: 'b.py' }),
    finding({ status: 'error', rule: 'AG140', path: 'pyproject.toml', message: 'TOML does not parse' }),
    finding({ rule: 'SEC001', path: 'c.py' }),
  ];
  const render = async () =>
    JSON.parse(
      await renderReport(makeWorld(), report(findings, { summary: { ...report([]).summary, error: 1 } }), 'sarif'),
    );

  test('what a code scanning service demands is there', async () => {
    const log = await render();
    expect(log.version).toBe('2.1.0');
    expect(log.$schema).toMatch(/sarif-2\.1\.0\.json$/);
    const { results, tool, invocations } = log.runs[0];
    expect(results).toHaveLength(findings.length);
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      const { artifactLocation, region } = result.locations[0].physicalLocation;
      expect(artifactLocation.uri).toMatch(/^[^/:][^:]*$/);
      for (const field of ['startLine', 'startColumn', 'endLine', 'endColumn'])
        expect(region[field]).toBeGreaterThanOrEqual(1);
      expect(region.endLine > region.startLine || region.endColumn > region.startColumn).toBe(true);
      expect(result.message.text).not.toBe('');
    }
    for (const rule of tool.driver.rules) {
      for (const field of ['shortDescription', 'fullDescription', 'help']) expect(rule[field].text).not.toBe('');
      expect(rule.properties?.['security-severity'] !== undefined).toBe(rule.id.startsWith('SEC'));
    }
    expect(invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: 'error' }],
    });
  });

  test('fingerprints are unique and do not move with the line', async () => {
    const prints = (await render()).runs[0].results.map(
      (each: { partialFingerprints: { primaryLocationLineHash: string } }) =>
        each.partialFingerprints.primaryLocationLineHash,
    );
    expect(new Set(prints).size).toBe(prints.length);
    const moved = JSON.parse(await renderReport(makeWorld(), report([finding({ line: 99 })]), 'sarif'));
    const still = JSON.parse(await renderReport(makeWorld(), report([finding({})]), 'sarif'));
    expect(moved.runs[0].results[0].partialFingerprints).toEqual(still.runs[0].results[0].partialFingerprints);
  });

  test('what is waived or in the baseline is suppressed', async () => {
    const suppressed = (await render()).runs[0].results.filter(
      (each: { suppressions?: unknown }) => each.suppressions !== undefined,
    );
    expect(suppressed).toHaveLength(2);
  });

  test('paths are relative references', async () => {
    const uris = (await render()).runs[0].results.map(
      (each: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        each.locations[0]?.physicalLocation.artifactLocation.uri,
    );
    expect(uris).toContain('src/%C3%BCbung%20mit%2520.py');
  });
});

test('the schema of explain is one that its data holds to', async () => {
  const { compileSchema } = await import('../../src/config/index.js');
  const { default: build } = await import('../../src/commands/explain.js');
  const schema = await compileSchema(
    JSON.parse(readFileSync(join(packageRoot, 'schemas/commands/explain.schema.json'), 'utf8')),
  );
  const { allRules } = await import('../../src/policy/index.js');
  const { catalogue } = await import('../../src/faults/index.js');
  for (const id of [undefined, ...(await allRules()).map((rule) => rule.id), ...Object.keys(catalogue)]) {
    const session: Parameters<typeof build>[0] = { world: makeWorld(), json: true, quiet: false, debug: false };
    await build(session).parseAsync(id === undefined ? [] : [id], { from: 'user' });
    expect(schema(session.answer?.answer.data), `${id}: ${JSON.stringify(schema.errors)}`).toBe(true);
  }
});
