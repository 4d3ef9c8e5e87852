import { describe, expect, test } from 'vitest';
import { alignLines, lineMatches } from '../e2e/scenario/align.js';
import { filterOutput, linesOf } from '../e2e/scenario/filters.js';
import { valueAt } from '../e2e/scenario/json.js';
import { type CommandStep, parseScenario, splitCommand } from '../e2e/scenario/parse.js';
import type { Observed } from '../e2e/scenario/run.js';
import { expected, shown, updatedScenario } from '../e2e/scenario/tests.js';
import { leftOutSummary } from './left-out.js';

describe('the format', () => {
  test.each([
    ['', 'the first line says what a user would miss'],
    ['# x\n$ git init\n', 'the scenario has no autogov command'],
    ['# x\n$ autogov check\n', 'line 2: an autogov command without an expectation: autogov check'],
    ['# x\n? 1\n', 'line 2: an expectation without a command'],
    ['# x\n| a\n', 'line 2: content without a file'],
    ['# x\n$ autogov check\n? one\n', 'line 3: not an exit status'],
    ['# x\n$ autogov check\n? 1\n? 1\n', 'line 4: not an exit status, or a second one'],
    ['# x\n$ autogov check > out\n? 1\n', 'line 2: no shell feature: >'],
    ["# x\n$ autogov 'check\n? 1\n", 'line 2: a quote is not closed'],
    ['# x\n@ no-idea\n', 'line 2: unknown setting'],
    ['# x\n$ autogov check\nstray\n', 'line 3: not a line of the format'],
  ])('%j is refused: %s', (text, reason) => expect(() => parseScenario(text)).toThrow(reason));

  test('files, settings and commands in order', () => {
    const text = '# t\n@ no-identity\n+x a b.sh\n| one\n|\n$ A=1 autogov x\n? 3\n> out\n! (none)\n= data.n 2\n+ c\n';
    const scenario = parseScenario(text);
    expect(scenario).toMatchObject({ title: 't', identity: false });
    expect(scenario.steps).toEqual([
      { kind: 'file', path: 'a b.sh', content: 'one\n\n', executable: true },
      expect.objectContaining({
        env: { A: '1' },
        words: ['autogov', 'x'],
        status: 3,
        stdout: ['out'],
        stderr: ['(none)'],
      }),
      { kind: 'file', path: 'c', content: '', executable: false },
    ]);
  });

  test.each([
    [`a 'b c' "d \\" e" f\\ g ''`, ['a', 'b c', 'd " e', 'f g', '']],
    ['N=1 M= a x=y', ['a', 'x=y']],
  ])('splits %s', (text, words) => expect(splitCommand(text, 1).words).toEqual(words));
});

describe('comparison', () => {
  test.each([
    ['a[..]c', 'abbc', true],
    ['a[..]c', 'ac', true],
    ['[..]b[..]', 'abc', true],
    ['a[..]a', 'a', false],
    ['abc', 'abd', false],
  ])('%s on %s: %s', (pattern, line, fits) => expect(lineMatches(pattern, line)).toBe(fits));

  test.each([
    [
      ['a', '...', 'd'],
      ['a', 'b', 'c', 'd'],
      ['a', '...', 'd'],
    ],
    [['...'], [], ['...']],
    [['a', '...'], ['a'], ['a', '...']],
    [
      ['a', '...', 'd'],
      ['a', 'b', 'x'],
      ['a', '...'],
    ],
    [
      ['a', 'n [..]', 'c'],
      ['a', 'n 1', 'x'],
      ['a', 'n [..]', 'x'],
    ],
    [['a'], ['a', 'b'], ['a', 'b']],
    [['a', 'b'], ['b'], ['b']],
  ])('%j against %j reads %j', (pattern, actual, read) => expect(alignLines(pattern, actual)).toEqual(read));

  const step = (text: string): CommandStep => {
    const found = parseScenario(text).steps.find((each) => each.kind === 'command');
    if (found === undefined) throw new Error('no command');
    return found;
  };
  const text = '# t\n$ autogov x --json\n> one [..]\n= data.n 2\n\n# why\n$ autogov y\n? 0\n';
  const seen = (over: Partial<Observed> = {}): Observed => ({
    step: step(text),
    status: 0,
    stdout: ['one 1'],
    stderr: ['noise'],
    values: ['2'],
    problems: [],
    ...over,
  });

  test('what fits reads as expected', () => expect(shown(seen())).toBe(expected(step(text))));

  test.each([[{ status: 1 }], [{ stdout: ['two'] }], [{ values: ['3'] }], [{ status: undefined }]])(
    '%j does not',
    (over) => expect(shown(seen(over))).not.toBe(expected(step(text))),
  );

  test('an update keeps wildcards, comments and blank lines', () => {
    expect(updatedScenario(text, [seen({ status: 4, values: ['3'] })])).toBe(
      '# t\n$ autogov x --json\n? 4\n> one [..]\n= data.n 3\n\n# why\n$ autogov y\n? 0\n',
    );
    expect(updatedScenario(text, [seen()])).toBe(text);
  });

  test('values by path', () => {
    const json = '{"data":{"files":[{"path":"a"}]}}';
    expect(valueAt(json, 'data.files[0].path')).toBe('a');
    expect(valueAt(json, 'data.files.length')).toBe(1);
    expect(valueAt(json, 'data.toString')).toBeUndefined();
  });
});

describe('filters', () => {
  const names = { base: '/t/b', root: '/t/b/work', home: '/t/b/home', state: '/t/b/state', version: '0.1.0' };
  test.each([
    ['/t/b/work/x /t/b/home/y /t/b/state /t/b/bin/git', '[ROOT]/x [HOME]/y [STATE] [TMP]/bin/git'],
    ['at 2026-01-02T03:04:05.678Z', 'at [TIME]'],
    ['## 0.2.0 - 2026-01-02', '## 0.2.0 - [TODAY]'],
    ['until 2026-12-31', 'until 2026-12-31'],
    ['61 rules   38 ms', '61 rules [MS]'],
    ['in 4.2 s', 'in [MS]'],
    [`commit ${'a1'.repeat(20)} a1b2c3d`, 'commit [SHA] [SHA]'],
    [`sha256 ${'a1'.repeat(32)}`, 'sha256 [DIGEST]'],
    ['run 01JD2WQ4N8V5T6Y7Z8A9BCDEFG', 'run [ID]'],
    [`SHA256:${'a'.repeat(43)} ok`, '[KEY] ok'],
    ['{"autogov":"0.1.0","next":"0.1.0"}', '{"autogov":"[VERSION]","next":"0.1.0"}'],
    ['0.1.0', '[VERSION]'],
    ['0.1.0 → 0.2.0', '0.1.0 → 0.2.0'],
  ])('%s → %s', (text, filtered) => expect(filterOutput(text, names, new Date('2026-01-02T12:00:00Z'))).toBe(filtered));

  test.each([
    ['', ['(none)']],
    ['a\n', ['a']],
    ['a\n\n', ['a', '']],
  ])('lines of %j', (text, lines) => expect(linesOf(text)).toEqual(lines));
});

describe('what was left out', () => {
  test('nothing to say when nothing was', () => expect(leftOutSummary([])).toBe(''));
  test('one line a reason, files once, and the setting that forbids it', () => {
    const go = { group: 'interop', missing: 'no go on PATH', file: 'test/interop/a.test.ts' };
    expect(leftOutSummary([go, go, { ...go, file: 'test/interop/b.test.ts' }])).toBe(
      'left out on this machine:\n  interop    no go on PATH: test/interop/a.test.ts, test/interop/b.test.ts\n' +
        '  AUTOGOV_REQUIRE=interop makes that a failure\n',
    );
  });
});
