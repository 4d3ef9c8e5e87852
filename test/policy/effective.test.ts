import { describe, expect, test } from 'vitest';
import { judgeSource } from '../../src/policy/engine/judge.js';
import { sourceOf } from '../../src/policy/facts/source.js';

const today = '2026-01-02';
const head = 'version: 1\nextends: [{ source: "autogov:recommended" }]\n';
const judge = (policy: string, files: Readonly<Record<string, string>> = {}) =>
  judgeSource(sourceOf({ ...files, '.autogov/policy.yaml': policy }), today);
const outcome = async (policy: string, rule: string, files: Readonly<Record<string, string>> = {}) =>
  (await judge(policy, files)).outcomes.find((each) => each.rule === rule);

const own = (body: string) => `${head}rules:\n  OWN1:\n    message: it is wrong\n    why: it matters\n${body}`;
const strict = own(`    select: { fact: pyproject, at: /tool/mypy/strict }
    assert: { const: true }
    examples: { pass: [true], fail: [false] }
`);

describe('a policy that cannot be taken as it is', () => {
  test.each([
    ['rulez: {}\nversion: 1\n', 'AG141', 1, 1, 'rules'],
    [`${head}rules:\n  NAM03: { severity: error }\n`, 'AG141', 4, 3, 'NAM003'],
    [`${head}rules:\n  NAM003:\n    severty: error\n`, 'AG141', 5, 5, 'severity'],
    [`${head}rules:\n  NAM003: { severity: fatal }\n`, 'AG142', 4, 23, undefined],
    [`${head}rules:\n  NAM003: { severity: warning }\n`, 'AG701', 4, 13, undefined],
    [strict.replace('OWN1', 'TYP001'), 'AG702', 4, 3, undefined],
    ['version: 1\nrules: [\n', 'AG140', 3, 1, undefined],
    [strict.replace('{ const: true }', '{ const: true, tipe: x }'), 'AG703', 8, 5, undefined],
    [strict.replace('{ const: true }', '{ type: string, pattern: "(?=a)" }'), 'AG703', 8, 5, undefined],
    [strict.replace('{ const: true }', '{ $ref: "#" }'), 'AG703', 8, 5, undefined],
    [strict.replace('fail: [false]', 'fail: [true]'), 'AG704', 9, 38, undefined],
    [strict.replace('at: /tool', 'files: [a], at: /tool'), 'AG703', 7, 32, undefined],
    [strict.replace('fact: pyproject', 'fact: pyprojekt'), 'AG142', 7, 21, undefined],
  ])('%j is %s at %i:%i', async (policy, code, line, column, near) => {
    await expect(judge(policy)).rejects.toMatchObject({ code, detail: { path: '.autogov/policy.yaml', line, column } });
    if (near !== undefined) await expect(judge(policy)).rejects.toMatchObject({ try: expect.stringContaining(near) });
  });
});

describe('layers', () => {
  test('without a policy the recommended one judges', async () => {
    const result = await judgeSource(sourceOf({}), today);
    expect(result.policy.name).toBe('recommended@1');
    expect(result.policy.rules).toBeGreaterThanOrEqual(22);
  });

  test('a policy that extends nothing judges by its own rules only', async () => {
    const result = await judge(strict.replace(head, 'version: 1\n'), { 'pyproject.toml': '' });
    expect(result.outcomes.map((each) => each.rule)).toEqual(['OWN1']);
  });

  test('a severity can be raised', async () => {
    const found = await outcome(`${head}rules:\n  DOC002: { severity: error }\n`, 'DOC002');
    expect(found?.findings[0]?.severity).toBe('error');
  });

  test.each([
    ['2026-01-02', 'error'],
    ['2026-01-03', 'warning'],
  ])('enforceFrom %s makes it an %s', async (date, severity) => {
    const found = await outcome(`${strict}    enforceFrom: ${date}\n`, 'OWN1', { 'pyproject.toml': '' });
    expect(found?.findings[0]?.severity).toBe(severity);
    expect(found?.findings[0]?.enforceFrom).toBe(severity === 'warning' ? date : undefined);
  });

  test.each([
    ['DOC002: { severity: error, enforceFrom: 2026-01-03 }', 'DOC002', 'warning', '2026-01-03'],
    ['DOC002: { severity: error, enforceFrom: 2026-01-02 }', 'DOC002', 'error', undefined],
    ['NAM003: { severity: error, enforceFrom: 2026-01-03 }', 'NAM003', 'error', undefined],
  ])('a date never weakens what is inherited: %s', async (rule, id, severity, from) => {
    const found = await outcome(`${head}rules:\n  ${rule}\n`, id, { 'src/a/Bad-Name.py': '' });
    expect([found?.findings[0]?.severity, found?.findings[0]?.enforceFrom]).toEqual([severity, from]);
  });
});

describe('rules of one’s own', () => {
  test.each([
    ['[tool.mypy]\nstrict = true\n', 'pass', undefined],
    ['[tool.mypy]\nstrict = false\n', 'fail', [2, 10]],
    ['[tool.mypy]\nfiles = []\n', 'fail', [1, 1]],
    ['\n[project]\nname = "a"\n', 'fail', [1, 1]],
  ])('%j: %s at %j', async (text, result, place) => {
    const found = await outcome(strict, 'OWN1', { 'pyproject.toml': text });
    expect(found?.result).toBe(result);
    if (place !== undefined) expect([found?.findings[0]?.line, found?.findings[0]?.column]).toEqual(place);
  });

  test.each([
    ['fail', 'fail'],
    ['pass', 'pass'],
    ['notApplicable', 'notApplicable'],
  ])('onMissing: %s', async (onMissing, result) => {
    const policy = `${strict}    onMissing: ${onMissing}\n`;
    expect((await outcome(policy, 'OWN1', { 'pyproject.toml': '' }))?.result).toBe(result);
    expect((await outcome(policy, 'OWN1'))?.result).toBe(result);
  });

  test('when decides where it applies', async () => {
    const policy = `${strict}    when: { fact: manifest, schema: { type: object, required: [project] } }\n`;
    const files = { 'pyproject.toml': '' };
    expect((await outcome(policy, 'OWN1', files))?.result).toBe('notApplicable');
    expect((await outcome(policy, 'OWN1', { ...files, 'automation.yaml': 'project: {}\n' }))?.result).toBe('fail');
  });

  test('tree: one object a path, limited by globs; a pattern that would blow up does not', async () => {
    const policy = own(`    select: { fact: tree, files: ["docs/**/*.md"] }
    assert: { properties: { stem: { pattern: "^(a+)+$" }, size: { maximum: 3 } } }
    examples: { pass: [{ stem: aa }], fail: [{ stem: ab }] }
`);
    const files = { 'docs/aaa.md': '123', [`docs/${'a'.repeat(5000)}b.md`]: '', 'docs/x/a.md': '1234', 'b.md': '' };
    const found = await outcome(policy, 'OWN1', files);
    expect(found?.findings.map((each) => each.path)).toEqual([`docs/${'a'.repeat(5000)}b.md`, 'docs/x/a.md']);
  });

  test('every item of a list, and the place inside of it that is wrong', async () => {
    const policy = own(`    select: { fact: manifest, at: /automations/* }
    assert: { type: object, properties: { timeout: { enum: [5m, 10m] } } }
    examples: { pass: [{ timeout: 5m }], fail: [{ timeout: 1d }] }
`);
    const manifest = 'automations:\n  - id: a\n    timeout: 5m\n  - id: b\n    timeout: 2h\n';
    const found = await outcome(policy, 'OWN1', { 'automation.yaml': manifest });
    expect(found?.findings).toMatchObject([
      { path: 'automation.yaml', line: 5, column: 14, pointer: '/automations/1/timeout' },
    ]);
  });

  test('only own properties count', async () => {
    const policy = strict
      .replace('{ const: true }', '{ type: object, required: [toString] }')
      .replace('[true]', '[{ toString: 1 }]');
    const found = await outcome(policy.replace('/strict }', ' }'), 'OWN1', { 'pyproject.toml': '[tool.mypy]\n' });
    expect(found?.result).toBe('fail');
  });
});
