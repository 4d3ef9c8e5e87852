import { CommitParser } from 'conventional-commits-parser';
import { describe, expect, test } from 'vitest';
import { mergeMessage, parseMessage, squashedMessages } from '../../src/release/message.js';

const none = { scope: undefined, breaking: false, notes: [], reverts: undefined, pickedFrom: [] };

describe('a message', () => {
  test.each([
    ['feat: read xlsx', { type: 'feat', description: 'read xlsx' }],
    ['feat(run): read xlsx', { type: 'feat', scope: 'run', description: 'read xlsx' }],
    ['FIX: Round half even', { type: 'fix', description: 'Round half even' }],
    ['feat!: drop csv', { type: 'feat', breaking: true, description: 'drop csv' }],
    ['feat(run)!: drop csv', { type: 'feat', scope: 'run', breaking: true, description: 'drop csv' }],
    ['build(deps-dev): bump ruff', { type: 'build', scope: 'deps-dev', description: 'bump ruff' }],
    ['feat:no space', { type: undefined, description: 'feat:no space' }],
    ['feat : space before', { type: undefined, description: 'feat : space before' }],
    ['feat: ', { type: undefined, description: 'feat:' }],
    ['feat(): empty scope', { type: undefined, description: 'feat(): empty scope' }],
    ['fixup! feat: read xlsx', { type: undefined, description: 'fixup! feat: read xlsx' }],
    ['Read xlsx', { type: undefined, description: 'Read xlsx' }],
    ['', { type: undefined, description: '' }],
    ['\n\n  feat: after empty lines', { type: 'feat', description: 'after empty lines' }],
    ['fix: ends in CRLF\r\n\r\nBody\r\n', { type: 'fix', description: 'ends in CRLF' }],
    ['fix: says: more', { type: 'fix', description: 'says: more' }],
    ['note: https://example.com', { type: 'note', description: 'https://example.com' }],
    ['fix: ünïcode ✓', { type: 'fix', description: 'ünïcode ✓' }],
  ])('%j', (text, wanted) => {
    expect(parseMessage(text)).toEqual({ ...none, subject: text.trim().split(/\r?\n/)[0], ...wanted });
  });
});

describe('breaking notes', () => {
  test.each([
    ['feat: a\n\nBREAKING CHANGE: config moved', ['config moved']],
    ['feat: a\n\nBREAKING-CHANGE: config moved', ['config moved']],
    ['feat: a\n\nBREAKING CHANGE #config moved', ['config moved']],
    ['feat: a\n\nbody\n\nReviewed-by: Z\nBREAKING CHANGE: two\nlines\nRefs: #1', ['two lines']],
    ['feat: a\n\nBREAKING CHANGE: one\n\nBREAKING CHANGE: two', ['one', 'two']],
    ['feat: a\r\n\r\nBREAKING CHANGE: crlf\r\n', ['crlf']],
    ['no type at all\n\nBREAKING CHANGE: still', ['still']],
    ['feat: a\n\nbreaking change: lower case', []],
    ['feat: a\n\nThis is no BREAKING CHANGE: really', []],
    ['feat: a\n\nBREAKING CHANGE without a colon', []],
    ['feat: BREAKING CHANGE: in the header', []],
  ])('%j → %j', (text, notes) => {
    expect(parseMessage(text).notes).toEqual(notes);
    expect(parseMessage(text).breaking).toBe(notes.length > 0);
  });
});

const id = 'a'.repeat(40);
describe('reverts', () => {
  test.each([
    [`Revert "feat: a"\n\nThis reverts commit ${id}.`, { ids: [id], subject: 'feat: a' }],
    [`Reapply "feat: a"\n\nThis reverts commit ${id}.`, { ids: [id], subject: 'feat: a' }],
    [`revert: feat: a\n\nThis reverts commit ${id}.`, { ids: [id], subject: 'feat: a' }],
    [
      'revert: let us never speak of it\n\nRefs: 676104e, a215868',
      { ids: ['676104e', 'a215868'], subject: 'let us never speak of it' },
    ],
    ['Revert "feat: "quoted" a"', { ids: [], subject: 'feat: "quoted" a' }],
    ['fix: revert "feat: a"', undefined],
  ])('%j', (text, wanted) => {
    const message = parseMessage(text);
    expect(message.reverts).toEqual(wanted);
    expect(message.type).toBe(wanted === undefined ? 'fix' : 'revert');
  });
});

test('a cherry-pick names what it came from', () => {
  expect(parseMessage(`fix: a\n\nbody\n\n(cherry picked from commit ${id})\n`).pickedFrom).toEqual([id]);
});

describe('a merge speaks by its own header or by the title of its request', () => {
  test.each([
    ['Merge pull request #7 from ana/xlsx\n\nfeat(run): read xlsx', 'feat'],
    ["Merge branch 'xlsx' into 'main'\n\nfix: round\n\nSee merge request !12", 'fix'],
    ['feat: read xlsx (#7)', 'feat'],
    ["Merge branch 'xlsx'", undefined],
    ["Merge branch 'xlsx'\n\n* xlsx:\n  feat: read xlsx", undefined],
  ])('%j → %s', (text, type) => expect(mergeMessage(text)?.type).toBe(type));
});

test('the list in a squash commit', () => {
  const text = 'Import (#7)\n\n* feat: read xlsx\n\n* wip\n\n* fix!: round\n\nBREAKING CHANGE: half even';
  expect(squashedMessages(text).map(({ type, breaking }) => [type, breaking])).toEqual([
    ['feat', false],
    ['fix', true],
  ]);
});

/**
 * The oracle needs a header pattern that knows `!`, else it gives no type for `feat!:`. Where it and we differ on purpose, the
 * specification is on our side: a type is one word, a scope is not empty, notes are upper case with a colon.
 */
describe('conventional-commits-parser agrees', () => {
  const oracle = new CommitParser({
    headerPattern: /^(\w[\w-]*)(?:\(([^()]+)\))?!?: +(\S.*)$/,
    breakingHeaderPattern: /^(\w[\w-]*)(?:\(([^()]+)\))?!: +(\S.*)$/,
    noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
    notesPattern: (keywords: string) => new RegExp(`^(${keywords}): +(.*)`),
  });
  const types = ['feat', 'fix', 'chore', 'x-y'];
  const scopes = ['', '(run)', '(a b)', '(a/b)'];
  const bodies = [
    '',
    'Body text.',
    'BREAKING CHANGE: all of it',
    'Text.\n\nBREAKING-CHANGE: all\nof it',
    'Text: not a note',
  ];
  const messages = types.flatMap((type) =>
    scopes.flatMap((scope) =>
      ['', '!'].flatMap((bang) => bodies.map((body) => `${type}${scope}${bang}: do it\n\n${body}`)),
    ),
  );
  test.each([...messages, 'Read xlsx', 'feat:x', "Merge branch 'x'"])('%j', (text) => {
    const ours = parseMessage(text);
    const theirs = oracle.parse(text);
    expect([ours.type, ours.scope, ours.type === undefined ? undefined : ours.description]).toEqual([
      theirs.type ?? undefined,
      theirs.scope ?? undefined,
      theirs.subject ?? undefined,
    ]);
    expect(ours.breaking).toBe(theirs.notes.length > 0);
  });
});
