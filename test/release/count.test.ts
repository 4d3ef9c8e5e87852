import { describe, expect, test } from 'vitest';
import { countCommits } from '../../src/release/count.js';
import type { Commit } from '../../src/release/history.js';
import { defaults, type Settings } from '../../src/release/settings.js';

const idOf = (name: string): string => Buffer.from(name.padEnd(20, '.')).toString('hex');

/** `[name, message, parents, author time]`, newest first; parents default to the next in the list. */
type Given = readonly [name: string, text: string, parents?: readonly string[], time?: string];

const history = (given: readonly Given[]): Commit[] =>
  given.map(([name, text, parents, time], at) => ({
    id: idOf(name),
    parents: (parents ?? [given[at + 1]?.[0] ?? 'base']).map(idOf),
    email: 'ana@example.com',
    time: time ?? String(1_700_000_000 - at),
    text: text.replaceAll(/<(\w+)>/g, (_, other: string) => idOf(other)),
  }));

const counting = (given: readonly Given[], settings: Partial<Settings> = {}) => {
  const counted = countCommits(history(given), { ...defaults, ...settings });
  const names = new Map(given.map(([name]) => [idOf(name), name]));
  return {
    bump: counted.bump,
    counts: counted.commits.filter((commit) => commit.counts).map((commit) => names.get(commit.id)),
  };
};

describe('types', () => {
  test.each([
    ['feat: x', 'minor'],
    ['fix: x', 'patch'],
    ['perf: x', 'patch'],
    ['security: x', 'patch'],
    ['chore: x', 'none'],
    ['docs: x', 'none'],
    ['constructor: x', 'none'],
    ['chore!: x', 'major'],
    ['anything\n\nBREAKING CHANGE: x', 'major'],
    ['wip', 'none'],
  ])('%j → %s', (text, bump) => expect(counting([['a', text]]).bump).toBe(bump));
  test('the highest wins, each says why', () => {
    const { commits, bump } = countCommits(
      history([
        ['c', 'fix: x'],
        ['b', 'feat: y'],
        ['a', 'chore: z'],
      ]),
      defaults,
    );
    expect(bump).toBe('minor');
    expect(commits.map(({ type, bump: own, counts, reason }) => [type, own, counts, reason])).toEqual([
      ['fix', 'patch', true, 'fix'],
      ['feat', 'minor', true, 'feat'],
      ['chore', 'none', false, 'chore does not release'],
    ]);
  });
});

describe('reverts', () => {
  test.each<[string, Given[], string, string[]]>([
    [
      'cancel what they take back',
      [
        ['r', 'Revert "feat: x"\n\nThis reverts commit <a>.'],
        ['b', 'fix: y'],
        ['a', 'feat: x'],
      ],
      'patch',
      ['b'],
    ],
    [
      'by the subject alone',
      [
        ['r', 'Revert "feat: x"'],
        ['a', 'feat: x'],
      ],
      'none',
      [],
    ],
    [
      'of a revert bring it back',
      [
        ['s', 'Reapply "feat: x"\n\nThis reverts commit <r>.'],
        ['r', 'Revert "feat: x"\n\nThis reverts commit <a>.'],
        ['a', 'feat: x'],
      ],
      'minor',
      ['a'],
    ],
    [
      'of what was released count',
      [
        ['r', 'Revert "feat: x"\n\nThis reverts commit <elsewhere>.'],
        ['a', 'chore: y'],
      ],
      'patch',
      ['r'],
    ],
    [
      'of several at once',
      [
        ['r', 'revert: both\n\nThis reverts commit <a>.\nThis reverts commit <b>.'],
        ['b', 'feat: y'],
        ['a', 'feat: x'],
      ],
      'none',
      [],
    ],
    [
      'leave a later one of the same subject',
      [
        ['b', 'feat: x', ['r'], '3'],
        ['r', 'Revert "feat: x"'],
        ['a', 'feat: x'],
      ],
      'minor',
      ['b'],
    ],
  ])('%s', (_, given, bump, counts) => expect(counting(given)).toEqual({ bump, counts }));
});

describe('merges', () => {
  const side = (merge: string): Given[] => [
    ['m', merge, ['c', 's2']],
    ['c', 'fix: on main', ['base']],
    ['s2', 'feat: two on the side', ['s1']],
    ['s1', 'feat!: one on the side', ['base']],
  ];
  test.each<[string, Given[], string, string[]]>([
    ['without a header let the side count', side("Merge branch 'x'"), 'major', ['c', 's2', 's1']],
    ['with a header speak for it', side('feat: x'), 'minor', ['m', 'c']],
    ['with a request title speak for it', side('Merge pull request #1 from x\n\nfix: x'), 'patch', ['m', 'c']],
    ['with a title that does not release silence it', side('chore: x'), 'patch', ['c']],
    [
      'within a merged line are judged too',
      [
        ['m', "Merge branch 'x'", ['base', 's']],
        ['s', 'feat: nested', ['t', 'u']],
        ['t', 'fix: t', ['base']],
        ['u', 'feat!: u', ['base']],
      ],
      'minor',
      ['s', 't'],
    ],
    [
      'give a commit that two of them reach to the older one',
      [
        ['m2', 'chore: second', ['m1', 's2']],
        ['m1', "Merge branch 'x'", ['base', 's1']],
        ['s2', 'feat: s2', ['s1']],
        ['s1', 'fix: s1', ['base']],
      ],
      'patch',
      ['s1'],
    ],
  ])('%s', (_, given, bump, counts) => expect(counting(given)).toEqual({ bump, counts }));
  test('source all: every commit counts by itself', () => {
    expect(counting(side('chore: x'), { source: 'all' })).toEqual({ bump: 'major', counts: ['c', 's2', 's1'] });
  });
  test('a chain of ten thousand nested merges does not exhaust the stack', () => {
    const given = Array.from({ length: 10_000 }, (_, i): Given => [`n${i}`, "Merge branch 'x'", ['base', `n${i + 1}`]]);
    expect(counting([...given, ['n10000', 'feat: deep', ['base']]]).counts).toEqual(['n10000']);
  });
});

describe('copies', () => {
  test.each<[string, Given[], string[]]>([
    [
      'cherry-picks by their trailer',
      [
        ['b', 'fix: x\n\n(cherry picked from commit <a>)', ['a'], '9'],
        ['a', 'fix: x', ['base'], '8'],
      ],
      ['a'],
    ],
    [
      'the same author, time and subject',
      [
        ['b', 'fix: x', ['a'], '8'],
        ['a', 'fix: x', ['base'], '8'],
      ],
      ['a'],
    ],
    [
      'not: the same subject at another time',
      [
        ['b', 'fix: x', ['a'], '9'],
        ['a', 'fix: x', ['base'], '8'],
      ],
      ['b', 'a'],
    ],
    [
      'not: picked from outside of the range',
      [['b', 'fix: x\n\n(cherry picked from commit <z>)', ['base'], '9']],
      ['b'],
    ],
  ])('%s', (_, given, counts) => expect(counting(given).counts).toEqual(counts));
});

test('squash-body: the list counts instead of the title', () => {
  const given: Given[] = [['a', 'chore: import (#7)\n\n* feat: read xlsx\n\n* fix: round', ['base']]];
  expect(counting(given).bump).toBe('none');
  const counted = countCommits(history(given), { ...defaults, source: 'squash-body' });
  expect(counted.bump).toBe('minor');
  expect(counted.changes.map((change) => change.description)).toEqual(['read xlsx', 'round']);
});
