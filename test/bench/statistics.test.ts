import { describe, expect, test } from 'vitest';
import { historyStream, seeded } from '../../bench/inputs/history.js';
import { templateFiles } from '../../bench/inputs/template.js';
import { rows } from '../../bench/rows/index.js';
import { compare, isMet, median, quantile } from '../../bench/statistics.js';

test.each([
  [[3], 3],
  [[1, 2], 1.5],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
])('median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

test.each([
  [[1, 2, 3, 4, 5], 0.25, 2],
  [[1, 2, 3, 4], 0.25, 1.75],
  [[10, 20], 0, 10],
  [[10, 20], 1, 20],
])('quantile of %j at %d is %d', (values, at, expected) => expect(quantile(values, at)).toBe(expected));

test('nothing has no median', () => expect(() => median([])).toThrow(RangeError));

test('a comparison is the ratio of medians, with the quartiles of the pairs', () => {
  const compared = compare([
    [8, 16],
    [12, 16],
    [100, 16],
  ]);
  expect(compared).toEqual({ ours: 12, peer: 16, ratio: 0.75, spread: [0.625, 3.5], runs: 3 });
});

describe('a goal', () => {
  test.each([
    [{ ratio: 1 }, { ratio: 1, ours: 500 }, true],
    [{ ratio: 1 }, { ratio: 1.01, ours: 1 }, false],
    [{ ratio: 1, limit: 60 }, { ratio: 0.1, ours: 61 }, false],
    [{ ratio: 1, limit: 60 }, { ratio: 0.1, ours: 60 }, true],
  ])('%j with %j: %s', (goal, shown, met) => expect(isMet(goal, shown)).toBe(met));
});

describe('inputs', () => {
  test('the same seed gives the same numbers in [0, 1)', () => {
    const [a, b] = [seeded(3), seeded(3)];
    const numbers = Array.from({ length: 100 }, () => a());
    expect(numbers).toEqual(Array.from({ length: 100 }, () => b()));
    expect(numbers.every((each) => each >= 0 && each < 1)).toBe(true);
  });

  test('a history has its commits, its tags, and fifty unreleased ones', () => {
    const stream = historyStream(150, 10);
    expect(stream.match(/^commit refs\/heads\/main$/gm)).toHaveLength(150);
    const tags = stream.match(/^tag v\d+\.\d+\.\d+$/gm) ?? [];
    expect(new Set(tags).size).toBe(10);
    expect(stream.lastIndexOf('\ntag v')).toBeLessThan(stream.indexOf('mark :102\n'));
  });

  test('the template has thirty files', () => expect(templateFiles().size).toBe(30));
});

test('rows have names of their own', () => expect(new Set(rows.map((row) => row.name)).size).toBe(rows.length));
