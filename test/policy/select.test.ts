import { expect, test } from 'vitest';
import { selectValues } from '../../src/policy/engine/select.js';

const root = { a: [{ id: 1 }, { id: 2 }, {}], 'x/y': { '~': true }, empty: [], text: 'word' };

test.each([
  ['', [['', root, false]]],
  ['/text', [['/text', 'word', false]]],
  [
    '/a/*/id',
    [
      ['/a/0/id', 1, false],
      ['/a/1/id', 2, false],
      ['/a/2/id', undefined, true],
    ],
  ],
  ['/x~1y/~0', [['/x~1y/~0', true, false]]],
  ['/empty/*', []],
  ['/nowhere/deep/*', [['/nowhere', undefined, true]]],
  ['/text/*', [['/text/*', undefined, true]]],
  ['/a/toString', [['/a/toString', undefined, true]]],
])('%j', (pointer, expected) => {
  expect(selectValues(root, pointer).map((each) => [each.pointer, each.value, each.missing])).toEqual(expected);
});
