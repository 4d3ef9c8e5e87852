import { describe, expect, test } from 'vitest';
import { findLog, type Log, openLog, readRecords, verifyLog } from '../../src/audit/index.js';
import { placeOf, segmentPath } from '../../src/audit/layout.js';
import type { World } from '../../src/ports/index.js';
import {
  Crash,
  countingRandom,
  type MemoryFiles,
  makeWorld,
  memoryFiles,
  memoryLocks,
  seededSigner,
} from '../world.js';
import { ana, openTestLog, projectId } from './logs.js';

/** Worlds that share a disk and the random bytes, each with locks of its own, as processes after one another have. */
const machine = () => {
  const random = countingRandom();
  return (files: MemoryFiles, host = 'host-1'): World =>
    makeWorld({ files, random, locks: memoryLocks(), machine: { host } });
};

const notes = (world: World): unknown[] => {
  const log = findLog(world, undefined, projectId);
  const verdict = verifyLog(world.files, log);
  expect(verdict).toMatchObject({ sound: true, problems: [], uncommitted: 0 });
  return readRecords(world.files, log, {}, 1000)
    .records.toReversed()
    .map(({ record }) => record.statement.predicate['note'] ?? record.name);
};

/** Append a note; whether it was acknowledged. */
const note = async (log: Log, text: string): Promise<boolean> => {
  try {
    await log.append('check-result', [], { note: text });
    return true;
  } catch {
    return false;
  }
};

describe('killed at any step of an append', () => {
  const steps = Array.from({ length: 8 }, (_, i) => i + 1);
  const cases = steps.flatMap((step) => [0, 1, 700].map((torn) => [step, torn] as const));
  test.each(cases)(
    'at change %i with %i bytes through: what was acknowledged stays, nothing stands twice',
    async (step, torn) => {
      const boot = machine();
      const disk = memoryFiles();
      const world = boot(disk);
      const log = await openTestLog(world);
      expect(await note(log, 'first')).toBe(true);
      disk.crashAt(step, torn);
      const acknowledged = await note(log, 'second');
      const again = boot(disk.reboot());
      expect(await note(await openTestLog(again), 'third')).toBe(true);
      const said = notes(again);
      const expected = ['log-open', 'first', 'second', 'third'];
      expect([expected, expected.toSpliced(2, 1)]).toContainEqual(said);
      if (acknowledged) expect(said).toEqual(expected);
    },
  );

  test('the steps above go beyond the last change of an append', async () => {
    const disk = memoryFiles();
    const log = await openTestLog(machine()(disk));
    const before = disk.changes.length;
    await note(log, 'first');
    expect(disk.changes.length - before).toBeLessThan(steps.length);
  });
});

test.each(Array.from({ length: 20 }, (_, i) => i + 1))('killed at change %i of opening a log', async (step) => {
  const boot = machine();
  const disk = memoryFiles();
  disk.crashAt(step);
  const opened = await openTestLog(boot(disk)).then(
    () => true,
    (error: unknown) => !(error instanceof Crash) && Promise.reject(error),
  );
  const again = boot(disk.reboot());
  expect(await note(await openTestLog(again), 'first')).toBe(true);
  expect(notes(again)).toEqual(['log-open', 'first']);
  if (step === 20) expect(opened).toBe(true);
});

describe.each(['full', 'denied', 'read-only', 'io'] as const)('a disk that is %s', (failure) => {
  const code = failure === 'full' ? 'AG213' : 'AG212';
  test.each([
    ['writeSynced', /jsonl$/],
    ['writeSynced', /hashes\.bin$/],
    ['write', /offsets\.bin$/],
    ['writeAtomic', /checkpoint$/],
  ] as const)('fails the append at %s of %s, and the next one goes on', async (operation, path) => {
    const boot = machine();
    const disk = memoryFiles();
    const log = await openTestLog(boot(disk));
    await note(log, 'first');
    disk.fail(operation, path, failure);
    await expect(log.append('check-result', [], { note: 'second' })).rejects.toMatchObject({ code });
    const again = boot(disk.reboot());
    expect(notes(again)).toEqual(['log-open', 'first']);
    expect(await note(await openTestLog(again), 'third')).toBe(true);
    expect(notes(again)).toEqual(['log-open', 'first', 'third']);
  });

  test('opens no log', async () => {
    const disk = memoryFiles();
    disk.fail('makeFolder', /logs$/, failure);
    await expect(openTestLog(machine()(disk))).rejects.toMatchObject({ code });
    expect(disk.snapshot('/home')).toEqual({});
  });
});

describe('bytes behind the checkpoint', () => {
  const ben = { signer: seededSigner(2), principal: 'ben@example.com' };

  /** A log of two, and the lines that ana and ben would have written next, each cut off before it was committed. */
  const stage = async () => {
    const boot = machine();
    const disk = memoryFiles();
    const world = boot(disk);
    const log = await openTestLog(world);
    await note(log, 'first');
    const path = segmentPath(placeOf(log.folder), 0);
    const next = async (by: typeof ana): Promise<Uint8Array> => {
      const other = disk.reboot();
      const bens = await openLog(boot(other), { projectId }, by);
      await note(bens, 'behind');
      return other.readRange(path, disk.stat(path)?.size ?? 0, 100_000);
    };
    return { boot, disk, log, path, next, end: disk.stat(path)?.size ?? 0 };
  };

  test.each<[string, (staged: Awaited<ReturnType<typeof stage>>) => Promise<Uint8Array>, boolean]>([
    ["the caller's own record", ({ next }) => next(ana), true],
    ['a record by a key that the log does not know', ({ next }) => next(ben), false],
    ['half a record', async ({ next }) => (await next(ana)).subarray(0, 500), false],
    ['a record without its line feed', async ({ next }) => (await next(ana)).subarray(0, -1), false],
    ['a record with a changed byte', async ({ next }) => (await next(ana)).with(300, 66), false],
    ['a repeated record', async ({ disk, path }) => disk.read(path)?.subarray(-1000) ?? new Uint8Array(0), false],
    [
      'the first record again',
      async ({ disk, path }) => Buffer.from(`${disk.readText(path)?.split('\n')[0]}\n`),
      false,
    ],
    ['the last record again', async ({ disk, path }) => Buffer.from(`${disk.readText(path)?.split('\n')[1]}\n`), false],
    ['text', async () => Buffer.from('hello\n\n{}\n'), false],
    ['zeros', async () => new Uint8Array(4096), false],
  ])('%s', async (_, make, kept) => {
    const staged = await stage();
    const { boot, disk, path, end } = staged;
    const behind = await make(staged);
    disk.writeSynced(path, end, behind);
    const world = boot(disk);
    const found = findLog(world, undefined, projectId);
    expect(verifyLog(disk, found)).toMatchObject({ sound: true, size: 2, uncommitted: behind.length });
    expect(await note(await openTestLog(world), 'next')).toBe(true);
    expect(notes(world)).toEqual(['log-open', 'first', ...(kept ? ['behind'] : []), 'next']);
    const aside = disk.list(found.place.quarantine);
    expect(aside.length).toBe(kept ? 0 : 1);
    if (!kept) expect(disk.read(`${found.place.quarantine}/${aside[0]}`)).toEqual(Uint8Array.from(behind));
  });
});

describe('caches', () => {
  test.each([
    ['hashes.bin cut', (disk: MemoryFiles, log: Log) => disk.truncate(placeOf(log.folder).hashes, 33)],
    [
      'hashes.bin zeroed',
      (disk: MemoryFiles, log: Log) => disk.writeAtomic(placeOf(log.folder).hashes, new Uint8Array(320)),
    ],
    ['hashes.bin gone', (disk: MemoryFiles, log: Log) => disk.remove(placeOf(log.folder).hashes)],
    ['the index gone', (disk: MemoryFiles, log: Log) => disk.remove(placeOf(log.folder).index)],
    [
      'the index zeroed',
      (disk: MemoryFiles, log: Log) => disk.writeAtomic(placeOf(log.folder).offsets, new Uint8Array(60)),
    ],
    [
      'the index wrong',
      (disk: MemoryFiles, log: Log) => disk.writeAtomic(placeOf(log.folder).offsets, new Uint8Array(60).fill(1)),
    ],
  ])('%s: made anew from the records', async (_, spoil) => {
    const boot = machine();
    const disk = memoryFiles();
    const log = await openTestLog(boot(disk));
    for (const text of ['a', 'b', 'c', 'd']) await note(log, text);
    spoil(disk, log);
    const world = boot(disk);
    expect(await note(await openTestLog(world), 'e')).toBe(true);
    expect(notes(world)).toEqual(['log-open', 'a', 'b', 'c', 'd', 'e']);
  });
});

describe('an append refuses', () => {
  test.each<[string, (disk: MemoryFiles, log: Log) => void, string]>([
    [
      'a log with fewer records than committed',
      (disk, log) => disk.truncate(segmentPath(placeOf(log.folder), 0), 900),
      'AG401',
    ],
    ['a log without its checkpoint', (disk, log) => disk.remove(placeOf(log.folder).checkpoint), 'AG403'],
    ['a log without its records', (disk, log) => disk.remove(placeOf(log.folder).records), 'AG401'],
    ['a log whose folder is gone', (disk, log) => disk.remove(log.folder), 'AG401'],
    ['a log without its key', (disk, log) => disk.remove(`${log.folder}.key`), 'AG401'],
    ['a folder that others can reach', (disk, log) => disk.chmod(log.folder, 0o755), 'AG408'],
    ['a key that others can read', (disk, log) => disk.chmod(`${log.folder}.key`, 0o644), 'AG408'],
    [
      'a folder that is a link',
      (disk, log) => {
        disk.rename(log.folder, '/elsewhere');
        disk.put({ [log.folder]: { link: '/elsewhere' } });
      },
      'AG408',
    ],
    [
      'records that are a link',
      (disk, log) => {
        disk.rename(placeOf(log.folder).records, '/elsewhere');
        disk.put({ [placeOf(log.folder).records]: { link: '/elsewhere' } });
      },
      'AG408',
    ],
  ])('%s', async (_, spoil, code) => {
    const boot = machine();
    const disk = memoryFiles();
    const log = await openTestLog(boot(disk));
    await note(log, 'a');
    spoil(disk, log);
    const before = disk.snapshot();
    const world = boot(disk);
    const append = async () => (await openTestLog(world)).append('check-result', [], {});
    await expect(append()).rejects.toMatchObject({ code });
    expect(disk.snapshot()).toEqual(before);
  });

  test('a record that is too large', async () => {
    const log = await openTestLog(machine()(memoryFiles()));
    await expect(log.append('check-result', [], { text: 'x'.repeat(48_000) })).rejects.toMatchObject({ code: 'AG407' });
    expect(await note(log, 'a')).toBe(true);
  });

  test('while another process holds the log', async () => {
    const boot = machine();
    const disk = memoryFiles();
    const world = boot(disk);
    const log = await openTestLog(world);
    const release = await world.locks.take(`log ${log.id}`, 0);
    await expect(log.append('check-result', [], {})).rejects.toMatchObject({ code: 'AG406' });
    release?.();
    expect(await note(log, 'a')).toBe(true);
  });
});

test('state that turns up on another machine opens a log of its own, which names the one before', async () => {
  const boot = machine();
  const disk = memoryFiles();
  const log = await openTestLog(boot(disk));
  await note(log, 'here');
  const there = boot(disk, 'host-2');
  const other = await openTestLog(there);
  expect(other.id).not.toBe(log.id);
  await note(other, 'there');
  const [opening] = readRecords(disk, findLog(there, other.id, undefined), {}, 1, 1).records;
  expect(opening?.record.statement.predicate).toMatchObject({ previousLog: { id: log.id, size: 2 } });
  expect((await openTestLog(boot(disk))).size).toBe(2);
  expect(notes(there)).toEqual(['log-open', 'there']);
});

test('two processes that open the log of a project at once share one', async () => {
  const boot = machine();
  const disk = memoryFiles();
  const logs = await Promise.all(Array.from({ length: 4 }, () => openTestLog(boot(disk))));
  expect(new Set(logs.map((log) => log.id)).size).toBe(1);
  expect(disk.list('/home/ana/.local/state/autogov/logs')).toHaveLength(2);
});
