import { expect, test } from 'vitest';
import { isBelow, shown } from '../../src/tools/adapters/coverage.js';

test.each([
  [79.5, 80, 0, false],
  [79.49, 80, 0, true],
  [79.5, 80, 1, true],
  [80, 80, 0, false],
  [99.9, 100, 0, true],
  [100, 100, 0, false],
  [0, 0, 0, false],
])('%d %% against %d at precision %d is below: %s', (percent, threshold, precision, below) =>
  expect(isBelow(percent, threshold, precision)).toBe(below),
);

test.each([
  [99.99, '99.9'],
  [100, '100'],
  [66.666, '66.6'],
])('%d is shown as %s, never rounded up', (percent, text) => expect(shown(percent)).toBe(text));
