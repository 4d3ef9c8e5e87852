import { expect, test } from 'vitest';
import { parseToml, parseYaml } from '../../src/config/index.js';

const levels = Array.from({ length: 9 }, (_, i) => i);

test.each<[string, string, string]>([
  [
    'aliases of aliases',
    `a0: &a0 [x]\n${levels.map((i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]\n`).join('')}`,
    'AG143',
  ],
  ['lists in lists', `${'- '.repeat(40_000)}x`, 'AG143'],
  ['keys of keys', `${'? '.repeat(5000)}x`, 'AG143'],
  ['values of nothing', `${': '.repeat(5000)}x`, 'AG143'],
  ['flow in flow', `${'{a: '.repeat(5000)}x`, 'AG143'],
  ['a key again and again', 'a: 1\n'.repeat(50_000), 'AG140'],
  ['a key twice, spelled in two ways', 'a: 1\n"a": 2\n', 'AG140'],
  ['more than any configuration', `# ${'x'.repeat(1024 * 1024)}`, 'AG143'],
])('YAML: %s', async (_, text, code) => {
  await expect(parseYaml(text, 'x.yaml')).rejects.toThrow(expect.objectContaining({ code }));
});

test('YAML: many different keys are only many', async () => {
  const document = await parseYaml(Array.from({ length: 50_000 }, (_, i) => `k${i}: ${i}\n`).join(''), 'x.yaml');
  expect(document.locate('/k49999')).toEqual({ line: 50_000, column: 9 });
});

test('YAML: the second of two keys is named', async () => {
  await expect(parseYaml('a:\n  b: 1\n  c: 2\n  b: 3\n', 'x.yaml')).rejects.toMatchObject({
    detail: { line: 4, column: 3 },
  });
});

test.each([
  ['lists in lists', `a = ${'['.repeat(100_000)}`],
  ['tables in tables', `a = ${'{a = '.repeat(100_000)}`],
])('TOML: %s', async (_, text) => {
  await expect(parseToml(text, 'x.toml')).rejects.toThrow(expect.objectContaining({ code: 'AG140' }));
});
