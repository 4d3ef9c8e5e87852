import { describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../src/release/diff.js';

const lines = (count: number, change: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: count }, (_, i) => `${change[i] ?? `line ${i}`}\n`).join('');

describe('a unified diff', () => {
  test.each([
    ['equal', 'a\n', 'a\n', ''],
    ['a new file', '', 'a\nb\n', '@@ -0,0 +1,2 @@\n+a\n+b\n'],
    ['an emptied file', 'a\n', '', '@@ -1,1 +0,0 @@\n-a\n'],
    ['one line', 'a\nb\nc\n', 'a\nB\nc\n', '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n'],
    [
      'no last line end',
      'a\nb',
      'a\nB',
      '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+B\n\\ No newline at end of file\n',
    ],
  ])('%s', (_, before, after, wanted) => expect(unifiedDiff(before, after)).toBe(wanted));
  test('changes that lie apart are hunks of their own', () => {
    const diff = unifiedDiff(lines(40), lines(40, { 5: 'x', 30: 'y' }));
    expect(diff.match(/^@@.*@@$/gm)).toEqual(['@@ -3,7 +3,7 @@', '@@ -28,7 +28,7 @@']);
  });
  test('where too much changed the whole is replaced', () => {
    const diff = unifiedDiff(lines(3000), lines(3000).replaceAll('line', 'row'));
    expect(diff.match(/^-/gm)).toHaveLength(3000);
  });
});
