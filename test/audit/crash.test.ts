import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { findLog, readRecords, verifyLog } from '../../src/audit/index.js';
import { needSystem } from '../setup/require.js';
import { diskWorld, openTestLog, projectId } from './logs.js';
import { bundleDriver, runtimes } from './runtimes.js';

const { world, folder, state, remove } = diskWorld();
const writers = 4;
const kills = 60;
const children = new Set<ChildProcess>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  remove();
});

/** Numbers in [0, 1) from a seed: the same kills after the same waits in every run (mulberry32). */
const numbersFrom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
};

/** One of the writers, started again after each kill, with the next runtime; its acknowledgements go to `acknowledged`. */
const keepWriting = (driver: string, number: number, acknowledged: Map<string, number>) => {
  let child: ChildProcess | undefined;
  let turn = number;
  const start = (): void => {
    const program = runtimes[turn++ % runtimes.length]?.program ?? process.execPath;
    const started = spawn(program, [driver, state, `writer-${number}`, String(number + 1)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(started);
    let partial = '';
    started.stdout.on('data', (data: Buffer) => {
      const lines = (partial + String(data)).split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) {
        const [index = '', id = ''] = line.split(' ');
        acknowledged.set(id, Number(index));
      }
    });
    child = started;
  };
  start();
  const end = async (): Promise<string> => {
    const ending = child;
    if (ending === undefined) return '';
    let said = '';
    ending.stderr?.on('data', (data: Buffer) => {
      said += String(data);
    });
    const closed = new Promise((resolve) => ending.once('close', resolve));
    ending.kill('SIGKILL');
    await closed;
    children.delete(ending);
    return said;
  };
  return { start, end };
};

test.runIf(needSystem(['linux'], 'toolchain'))(
  'four writers of both builds, killed at random: no acknowledged record is lost, none stands twice',
  async () => {
    const driver = await bundleDriver('writer', folder);
    const random = numbersFrom(20_260_102);
    const acknowledged = new Map<string, number>();
    const all = Array.from({ length: writers }, (_, number) => keepWriting(driver, number, acknowledged));
    const said: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      await sleep(100 + random() * 200);
      const writer = all[Math.floor(random() * writers)];
      said.push((await writer?.end()) ?? '');
      writer?.start();
    }
    for (const writer of all) said.push(await writer.end());
    expect(said.filter((text) => text !== '')).toEqual([]);

    // What the last kill left is settled by the next append, as ever.
    const log = await openTestLog(world);
    await log.append('check-result', [], { last: true });
    const found = findLog(world, undefined, projectId);
    const verdict = verifyLog(world.files, found);
    expect(verdict).toMatchObject({ sound: true, problems: [], uncommitted: 0 });
    const records = readRecords(world.files, found, {}, Number.POSITIVE_INFINITY).records;
    const standing = new Map(records.map(({ index, record }) => [record.common.id, index]));
    expect(standing.size).toBe(verdict.size);
    const lost = [...acknowledged].filter(([id, index]) => standing.get(id) !== index);
    expect(lost).toEqual([]);
    expect(acknowledged.size).toBeGreaterThan(kills);
    // Nothing beyond what was acknowledged but log-open, the last one, and at most one for each kill.
    expect(verdict.size - acknowledged.size).toBeLessThanOrEqual(2 + kills + writers);
  },
);
