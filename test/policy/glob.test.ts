import { expect, test } from 'vitest';
import { globMatcher } from '../../src/policy/facts/glob.js';

test.each([
  ['*.py', 'a.py', true],
  ['*.py', 'src/deep/a.py', true],
  ['src/*.py', 'src/a.py', true],
  ['src/*.py', 'src/deep/a.py', false],
  ['src/**/*.py', 'src/a.py', true],
  ['src/**/*.py', 'src/x/y/a.py', true],
  ['src/**', 'src/x/y', true],
  ['**', 'anything/at/all', true],
  ['./src/?.py', 'src/a.py', true],
  ['src/[a-c]?.py', 'src/bz.py', true],
  ['src/[!a-c]*.py', 'src/b.py', false],
  ['src/[^a-c]*.py', 'src/d.py', true],
  ['{src,tests}/**/*.{py,pyi}', 'tests/x/a.pyi', true],
  ['{src,tests}/**/*.{py,pyi}', 'docs/a.py', false],
  ['a[', 'a[', true],
  ['/src/a', 'src/a', true],
])('%s on %s: %s', (glob, path, expected) => {
  expect(globMatcher(glob)(path)).toBe(expected);
});

test('many stars on a long name end soon', () => {
  expect(globMatcher(`${'*a'.repeat(200)}b`)('a'.repeat(4000))).toBe(false);
  expect(globMatcher(`${'**/'.repeat(200)}b`)('a/'.repeat(1000))).toBe(false);
});

test('braces that multiply stop', () => {
  expect(globMatcher('{a,b}'.repeat(40))('a'.repeat(40))).toBe(false);
});
