import { describe, expect, test } from 'vitest';
import {
  catalogue,
  escapeJson,
  escapeText,
  exit,
  Fault,
  faultData,
  nearest,
  showFault,
} from '../../src/faults/index.js';

describe('a fault', () => {
  test('fills its title and advice, and shows in the fixed order', () => {
    const fault = new Fault('AG214', { program: 'uv', reason: 'ENOEXEC', path: '/bin/uv', line: 2 });
    expect(showFault(fault)).toBe(
      'error[AG214]: could not start uv: ENOEXEC\n  where: /bin/uv:2\n  try:   autogov doctor\n  docs:  autogov explain AG214\n',
    );
    expect(faultData(fault)).toEqual({
      code: 'AG214',
      message: 'could not start uv: ENOEXEC',
      path: '/bin/uv',
      line: 2,
      try: 'autogov doctor',
    });
  });

  test('advice of the place that knows better wins, the cause is kept', () => {
    const cause = new Error('why');
    const fault = new Fault('AG301', {}, 'cd elsewhere', cause);
    expect([fault.try, fault.cause, fault.exit, fault.where]).toEqual(['cd elsewhere', cause, exit.usage, undefined]);
  });

  test('what it quotes reaches no terminal unescaped', () => {
    const shown = showFault(new Fault('AG101', { name: 'x\u001b[2J', path: 'a\nb' }, 'run \u202e'));
    expect(shown).toContain('unknown command: x\\u{1b}[2J\n  where: a\\nb\n  try:   run \\u{202e}\n');
  });
});

describe('the catalogue', () => {
  const codes = Object.entries(catalogue);
  const exits: readonly number[] = Object.values(exit);

  test.each(codes)('%s says what happened, what to try, and has a documented exit code', (code, entry) => {
    expect(code).toMatch(/^AG\d{3}$/);
    expect(entry.title).toMatch(/^\S.*[^.\s]$/);
    expect(entry.what).toMatch(/^[A-Z'"a-z].*\.$/);
    expect(entry.try.trim()).not.toBe('');
    expect(exits).toContain(entry.exit);
    expect(entry.exit).not.toBe(exit.ok);
  });

  test('no two faults have the same title', () => {
    const titles = codes.map(([, { title }]) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});

describe('the nearest word', () => {
  const commands = ['init', 'check', 'run', 'release', 'audit'];
  test.each([
    ['chekc', 'check'],
    ['chek', 'check'],
    ['CHECK', 'check'],
    ['relase', 'release'],
    ['rnu', 'run'],
    ['x', undefined],
    ['frobnicate', undefined],
    ['', undefined],
  ])('%j → %j', (word, expected) => expect(nearest(word, commands)).toBe(expected));

  test('ties go to the first', () => expect(nearest('bat', ['cat', 'rat'])).toBe('cat'));
});

test.each([
  ['plain text\twith tab', 'plain text\twith tab'],
  ['größe 漢字 😀', 'größe 漢字 😀'],
  ['a\r\nb', 'a\\r\\nb'],
  ['\u0007\u001b[31m', '\\u{7}\\u{1b}[31m'],
  ['\u009b31m\u007f', '\\u{9b}31m\\u{7f}'],
  ['\u202eevil\u2066\u200f', '\\u{202e}evil\\u{2066}\\u{200f}'],
  ['line\u2028sep', 'line\\u{2028}sep'],
  ['::error file=a::b', '\\u{3a}:error file=a::b'],
  ['  ::add-mask::x', '  \\u{3a}:add-mask::x'],
  ['std::vector', 'std::vector'],
  ['see ##[add-path]/x', 'see #\\u{23}[add-path]/x'],
  ['##vso[task.setvariable]x ##teamcity[x]', '#\\u{23}vso[task.setvariable]x #\\u{23}teamcity[x]'],
  ['## [0.2.0] notes', '## [0.2.0] notes'],
])('%j is shown as %j', (text, shown) => expect(escapeText(text)).toBe(shown));

test('JSON is spelled without what a terminal or a CI system obeys, and says the same', () => {
  const value = { path: '##[add-path]/x \u202e\u009b31m\u007f ##vso[a]', list: ['größe 漢字 😀'] };
  const json = escapeJson(JSON.stringify(value));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).not.toMatch(/##|[\u007f-\u009f\u202e]/);
});
