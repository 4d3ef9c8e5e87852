import { describe, expect, test } from 'vitest';
import { ruff } from '../../src/tools/adapters/ruff.js';
import { contextWith, type Ended, faultOf, root } from './setting.js';

const item = (over: object = {}) => ({
  code: 'F401',
  filename: `${root}/src/a b.py`,
  location: { row: 3, column: 8 },
  end_location: { row: 3, column: 10 },
  message: '`os` imported but unused',
  fix: { applicability: 'safe', edits: [] },
  ...over,
});
const clean = { stdout: '[]' };
const report = (...items: object[]): Ended => ({ code: 1, stdout: JSON.stringify(items) });

describe('ruff', () => {
  test('nothing found', async () => {
    const context = await contextWith([clean, clean]);
    expect(await ruff.judge(context)).toEqual({ detail: 'ok', findings: [] });
    expect(context.calls.map((args) => args[0])).toEqual(['check', 'format']);
    expect(context.calls[0]).toContain('--no-fix');
  });

  test('a lint error stands at its place', async () => {
    const { detail, findings } = await ruff.judge(await contextWith([report(item()), clean]));
    expect(detail).toBe('1 error');
    expect(findings).toMatchObject([
      { rule: 'ruff', code: 'F401', path: 'src/a b.py', line: 3, column: 8, endLine: 3, endColumn: 10, fixable: true },
    ]);
  });

  test.each([
    [item({ fix: null }), false],
    [item({ fix: { applicability: 'unsafe' } }), false],
    [item({ fix: { applicability: 'display' } }), false],
    [item(), true],
  ])('only a safe fix is declared fixable %#', async (each, fixable) => {
    const { findings } = await ruff.judge(await contextWith([report(each), clean]));
    expect(findings[0]?.fixable).toBe(fixable);
  });

  test('a file that is not formatted, at its first difference', async () => {
    const place = item({
      code: 'unformatted',
      location: { row: 13, column: 10 },
      message: 'File would be reformatted',
    });
    const { detail, findings } = await ruff.judge(await contextWith([clean, report(place)]));
    expect(detail).toBe('1 unformatted');
    expect(findings).toMatchObject([{ code: 'format', line: 13, column: 10, fixable: true }]);
  });

  test('a formatter without JSON is asked for the files', async () => {
    const old = { code: 2, stderr: "error: unexpected argument '--output-format' found" };
    const { findings } = await ruff.judge(
      await contextWith([clean, old, { code: 1, stdout: 'Would reformat: src/a.py\n1 file would be reformatted\n' }]),
    );
    expect(findings).toMatchObject([{ code: 'format', path: 'src/a.py', line: 1 }]);
  });

  test('a syntax error is a finding of the linter, and the formatter may then exit 2', async () => {
    const broken = item({ code: 'invalid-syntax', fix: null });
    const { findings } = await ruff.judge(
      await contextWith([
        report(broken),
        { code: 2, stdout: JSON.stringify([broken]), stderr: 'error: Failed to parse' },
      ]),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'invalid-syntax', fixable: false });
  });

  test.each<[string, Ended[], string]>([
    [
      'a configuration that it refuses',
      [{ code: 2, stderr: 'ruff failed\n  Cause: Failed to parse pyproject.toml\n' }],
      'AG237',
    ],
    ['a crash', [{ code: 101, stderr: 'panicked' }], 'AG233'],
    ['nonsense', [{ stdout: 'All checks passed!' }], 'AG234'],
    ['another shape', [{ code: 1, stdout: '[{"code": 5}]' }], 'AG234'],
    ['exit 1 and nothing reported', [{ code: 1, stdout: '[]' }], 'AG234'],
    ['a formatter that fails where nothing was wrong with the syntax', [clean, { code: 2, stdout: '[]' }], 'AG237'],
    ['a formatter that exits 1 and names no file', [clean, { code: 1, stdout: '[]' }], 'AG234'],
  ])('%s is no pass', async (_, answers, code) => {
    expect((await faultOf(ruff.judge(await contextWith(answers)))).code).toBe(code);
  });
});
