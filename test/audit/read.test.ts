import { expect, test } from 'vitest';
import { findLog, findLogs, openLog, readRecord, readRecords, verifyLog } from '../../src/audit/index.js';
import { placeOf } from '../../src/audit/layout.js';
import { parseCount, parseSince, recordsText, recordText, verdictText } from '../../src/commands/audit-text.js';
import { makeWorld, seededSigner } from '../world.js';
import { ana, found, projectId } from './logs.js';

/** Five records: log-open, two ends of runs by ana, two by ben. */
const stage = async () => {
  const world = makeWorld();
  const log = await openLog(world, { projectId }, ana);
  const bens = await openLog(world, { projectId }, { signer: seededSigner(2), principal: 'ben@example.com' });
  for (const outcome of ['success', 'failure']) {
    for (const each of [log, bens]) {
      const { id } = await each.append('run-start', [], { automation: outcome === 'success' ? 'invoices' : 'rates' });
      await each.append('check-result', [{ name: 'HEAD', digest: { gitCommit: 'ab' } }], {
        automation: outcome === 'success' ? 'invoices' : 'rates',
        outcome,
        of: id,
        exitCode: 1,
      });
    }
  }
  return { world, log: found(world) };
};

test.each([
  ['all', {}, 100, undefined, [8, 7, 6, 5, 4, 3, 2, 1, 0], undefined],
  ['a page', {}, 3, undefined, [8, 7, 6], 6],
  ['the next page', {}, 3, 6, [5, 4, 3], 3],
  ['the last page', {}, 3, 3, [2, 1, 0], undefined],
  ['before a record that does not exist', {}, 2, 1000, [8, 7], 7],
  ['an automation', { automation: 'rates' }, 100, undefined, [8, 7, 6, 5], undefined],
  ['a principal', { principal: 'ben@example.com' }, 100, undefined, [8, 7, 4, 3], undefined],
  ['an outcome', { outcome: 'success' }, 100, undefined, [4, 2], undefined],
  ['several at once', { outcome: 'success', principal: 'ben@example.com' }, 100, undefined, [4], undefined],
  ['a filtered page', { outcome: 'success' }, 1, undefined, [4], 4],
  ['nothing', { automation: 'none' }, 100, undefined, [], undefined],
  ['a time to come', { since: '2030-01-01T00:00:00.000Z' }, 100, undefined, [], undefined],
  ['a time gone by', { since: '2020-01-01T00:00:00.000Z', automation: 'invoices' }, 1, undefined, [4], 4],
])('readRecords: %s', async (_, filter, limit, before, indexes, next) => {
  const { world, log } = await stage();
  const page = readRecords(world.files, log, filter, limit, before);
  expect(page.records.map((each) => each.index)).toEqual(indexes);
  expect(page).toMatchObject({ next, size: 9 });
});

test('a start without an end is unfinished, on whatever page it stands', async () => {
  const world = makeWorld();
  const log = await openLog(world, { projectId }, ana);
  const killed = await log.append('run-start', [], { automation: 'invoices' });
  const start = await log.append('run-start', [], { automation: 'rates' });
  await log.append('run-record', [], { automation: 'rates', outcome: 'success', start }, seededSigner(3));
  const page = (limit: number, before?: number) => [
    ...readRecords(world.files, found(world), {}, limit, before).unfinished,
  ];
  expect(page(10)).toEqual([killed.index]);
  expect(page(10, start.index + 1)).toEqual([killed.index]);
  expect(page(1, start.index + 1)).toEqual([]);
  const all = readRecords(world.files, found(world), {}, 10);
  expect(recordsText(found(world), all, 'autogov audit log')).toMatch(
    /#1 .* invoices {2}unfinished [\s\S]*unfinished: still running/,
  );
});

test.each(['0', '4', '#8'])('readRecord: index %s', async (which) => {
  const { world, log } = await stage();
  const record = readRecord(world.files, log, which);
  expect(record.index).toBe(Number(which.replace('#', '')));
  expect(readRecord(world.files, log, record.record.common.id)).toEqual(record);
});

test.each(['9', '-1', '1.0', 'x', '01ARZ3NDEKTSV4RRFFQ69G5FAV', ''])('readRecord: %j is none', async (which) => {
  const { world, log } = await stage();
  expect(() => readRecord(world.files, log, which)).toThrow(expect.objectContaining({ code: 'AG405' }));
});

test('a wrong index leads nowhere else', async () => {
  const { world, log } = await stage();
  const whole = readRecords(world.files, log, {}, 100);
  const offsets = world.files.read(placeOf(log.place.folder).offsets) ?? new Uint8Array(0);
  const shifted = [offsets.slice(6), new Uint8Array([...new Uint8Array(6), ...offsets])];
  for (const content of [new Uint8Array(0), new Uint8Array(60), new Uint8Array(60).fill(9), ...shifted]) {
    world.files.writeAtomic(placeOf(log.place.folder).offsets, content);
    expect(readRecords(world.files, log, {}, 100)).toEqual(whole);
    expect(readRecord(world.files, log, '5').index).toBe(5);
  }
});

test('a log is found by id, by the start of it, by its folder, and by its project', async () => {
  const { world, log } = await stage();
  for (const which of [log.id, log.id.slice(0, 6), log.place.folder]) {
    expect(findLog(world, which, undefined)).toMatchObject({ id: log.id, vkeyFrom: 'state', project: projectId });
  }
  expect(findLogs(world).map((each) => each.id)).toEqual([log.id]);
});

test.each([
  ['another project', undefined, 'other'],
  ['no project', undefined, undefined],
  ['an unknown id', 'abcdef', undefined],
  ['a folder that is no log', '/home', undefined],
  ['a path that goes up', '../../..', undefined],
])('no log: %s', async (_, which, project) => {
  const { world } = await stage();
  expect(() => findLog(world, which, project)).toThrow(expect.objectContaining({ code: 'AG404' }));
});

test('people are told what was not proven', async () => {
  const { world, log } = await stage();
  const verdict = verifyLog(world.files, log);
  const text = verdictText(verdict, log.place.folder, { lacksAnchor: false, treeOnly: false });
  expect(text).toMatch(/^records {5}9, sound: they are what the checkpoint signed$/m);
  expect(text).toMatch(/^anchored {4}none: all 9 records are known to this machine only/m);
  expect(text).toMatch(/^authority {3}not judged/m);
  expect(text).toMatch(/^unfinished {2}4 runs without an end: (\w{26} ){3}…$/m);
  const tree = verifyLog(world.files, log, { treeOnly: true });
  expect(verdictText(tree, '', { lacksAnchor: true, treeOnly: true })).toMatch(
    /^signatures {2}not verified \(--tree\)$/m,
  );
});

test('what a record says cannot command a terminal', async () => {
  const world = makeWorld();
  const log = await openLog(world, { projectId }, ana);
  await log.append('check-result', [{ name: '\u001b[2Jx', digest: { sha256: '\u202e' } }], {
    automation: '\u001b]0;x\u0007',
  });
  const page = readRecords(world.files, found(world), {}, 1);
  const [record] = page.records;
  const shown =
    recordsText(found(world), page, 'autogov audit log') +
    (record === undefined ? '' : recordText(found(world), record));
  expect(shown).toContain('\\u{1b}');
  for (const control of ['\u001b', '\u0007', '\u202e']) expect(shown).not.toContain(control);
});

test.each([
  ['7d', '2026-01-01T00:00:00.000Z'],
  ['12h', '2026-01-07T12:00:00.000Z'],
  ['90m', '2026-01-07T22:30:00.000Z'],
  ['2w', '2025-12-25T00:00:00.000Z'],
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T06:00', '2026-01-31T06:00:00.000Z'],
  ['2026-01-31T06:00+02:00', '2026-01-31T04:00:00.000Z'],
])('--since %s', (value, instant) => expect(parseSince(value, new Date('2026-01-08T00:00:00Z'))).toBe(instant));

test.each(['', 'yesterday', '2026-13-01', '2026', '7', '7y', 'd', '1 Jan 2026'])('--since %j is refused', (value) =>
  expect(() => parseSince(value, new Date(0))).toThrow(expect.objectContaining({ code: 'AG102' })),
);

test.each(['', '0', '-1', '1.5', '1e3', 'x', ' 1'])('--limit %j is refused', (value) =>
  expect(() => parseCount('--limit', value, 1)).toThrow(expect.objectContaining({ code: 'AG102' })),
);
