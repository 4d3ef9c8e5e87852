import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLocks, lockPlace } from '../../src/platform/lock.js';
import { needSystem } from '../setup/require.js';
import { bundleDriver, runtimes } from './runtimes.js';

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'autogov-lock-'));
const children = new Set<ChildProcess>();
let driver: string;

beforeAll(async () => {
  driver = await bundleDriver('holder', folder);
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Start a process that takes the lock; `said` is its answer. */
const take = (program: string, where: string, name: string, wait: number) => {
  const child = spawn(program, [driver, where, name, String(wait)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const said = new Promise<string>((resolve) =>
    child.stdout?.once('data', (data: Buffer) => resolve(String(data).trim())),
  );
  return { child, said };
};

describe.runIf(needSystem(['linux'], 'toolchain'))('processes of both builds contend for one lock', () => {
  const pairs = runtimes.flatMap((first) =>
    runtimes.map((second) => [first.name, second.name, first, second] as const),
  );
  const places = [
    ['a short path', folder],
    ['a path longer than the address of a socket', join(folder, 'x'.repeat(120))],
  ] as const;
  const cases = pairs.flatMap((pair) => places.map(([label, where]) => [label, ...pair, where] as const));
  test.each(cases)('%s: %s holds it, %s waits until that is killed', async (_, __, ___, first, second, where) => {
    const name = `${first.name} ${second.name}`;
    const holder = take(first.program, where, name, 0);
    expect(await holder.said).toBe('held');
    expect(await take(second.program, where, name, 0).said).toBe('busy');
    expect(await take(second.program, where, name, 50).said).toBe('busy');
    const waiter = take(second.program, where, name, 60_000);
    const other = take(first.program, where, `${name} other`, 0);
    expect(await other.said).toBe('held');
    holder.child.kill('SIGKILL');
    expect(await waiter.said).toBe('held');
    waiter.child.kill('SIGKILL');
    other.child.kill('SIGKILL');
  });
});

describe.runIf(needSystem(['linux'], 'toolchain'))('within one process', () => {
  const locks = createLocks('linux', join(folder, 'one'));

  test('a released lock can be taken again, and releasing twice is harmless', async () => {
    const first = await locks.take('a', 0);
    expect(first).toBeTypeOf('function');
    expect(await locks.take('a', 0)).toBeUndefined();
    first?.();
    first?.();
    const second = await locks.take('a', 0);
    expect(second).toBeTypeOf('function');
    first?.();
    expect(await locks.take('a', 0)).toBeUndefined();
    second?.();
  });

  test('of many that wait only one has it at a time, and no files pile up', async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (let round = 0; round < 5; round++) {
          const release = await locks.take('many', 60_000);
          most = Math.max(most, ++inside);
          await new Promise((next) => setImmediate(next));
          inside -= 1;
          release?.();
        }
      }),
    );
    expect(most).toBe(1);
    const place = lockPlace('linux', join(folder, 'one'), 'many');
    expect(readdirSync('sockets' in place ? place.sockets : '')).toEqual(['100']);
  });

  test('a folder that cannot be made is a fault', async () => {
    await expect(createLocks('linux', join(driver, 'x')).take('a', 0)).rejects.toMatchObject({ code: 'AG212' });
  });
});

test.each([
  ['linux', { sockets: '/state/locks/5d8af' }],
  ['darwin', { file: '/state/locks/5d8af.lock' }],
  ['win32', { pipe: '\\\\.\\pipe\\autogov-5d8af' }],
] as const)('the place of a lock on %s', (platform, place) => {
  const text = JSON.stringify(lockPlace(platform, '/state', 'log 1'));
  expect(JSON.parse(text.replace(/([0-9a-f]{5})[0-9a-f]{27}/, '5d8af'))).toEqual(place);
  expect(lockPlace(platform, '/state', 'log 2')).not.toEqual(lockPlace(platform, '/state', 'log 1'));
});
