import { describe, expect, test } from 'vitest';
import { applyScaffold, planScaffold, resumeScaffold } from '../../src/scaffold/index.js';
import { memoryLocks, processesWith, type TestWorld } from '../world.js';
import { fakeGit, folder, request, scaffoldWorld } from './setting.js';

const tree = (world: TestWorld) => world.memory.snapshot('/home/ana/work');
const scaffold = async (world: TestWorld) => applyScaffold(world, await planScaffold(world, request()));

const starts = {
  'a new folder': {},
  'an empty folder': { [`${folder}/`]: '' },
  'an empty repository': { [`${folder}/.git/HEAD`]: 'ref: refs/heads/trunk' },
} as const;

describe.each(Object.entries(starts))('into %s', (_, start) => {
  test('everything is written, committed and pinned', async () => {
    const world = scaffoldWorld({ tree: start });
    const plan = await planScaffold(world, request());
    const made = await applyScaffold(world, plan);
    const files = tree(world);
    for (const { path } of plan.files) expect(files).toHaveProperty([`${folder}/${path}`]);
    expect(files[`${folder}/.git/commit`]).toBe('chore: scaffold with autogov 0.1.0\n');
    expect(Object.keys(files).filter((path) => path.includes('autogov-init'))).toEqual([]);
    expect(made).toMatchObject({ commit: 'c'.repeat(40), signer: expect.stringMatching(/^ana@example\.com SHA256:/) });
    expect(Object.values(world.memory.snapshot('/home/ana/.config/autogov/pins')).join()).toContain(made.access);
    expect(world.memory.stat(`${folder}/README.md`)?.mode).toBe(0o644);
  });

  test('a full disk at any step leaves it as it was', async () => {
    const whole = scaffoldWorld({ tree: start });
    const plan = await planScaffold(whole, request());
    await applyScaffold(whole, plan);
    const before = tree(scaffoldWorld({ tree: start }));
    for (const operation of ['makeFolder', 'write', 'rename', 'create', 'writeAtomic'] as const) {
      const steps = whole.memory.changes.filter((change) => change.startsWith(`${operation} `)).length;
      for (let after = 0; after < steps; after++) {
        const world = scaffoldWorld({ tree: start });
        world.memory.fail(operation, /./, 'full', after);
        await expect(applyScaffold(world, plan)).rejects.toMatchObject({ code: 'AG213' });
        expect(tree(world), `${operation} ${after}`).toEqual(before);
      }
    }
  });

  test('a kill at any step is mended by the next init', async () => {
    const whole = scaffoldWorld({ tree: start });
    const first = await planScaffold(whole, request());
    await applyScaffold(whole, first);
    const expected = Object.keys(tree(whole));
    for (let at = 1; at <= whole.memory.changes.length; at++) {
      const world = scaffoldWorld({ tree: start });
      world.memory.crashAt(at);
      await expect(applyScaffold(world, first)).rejects.toThrow('killed at');
      const files = world.memory.reboot();
      const next: TestWorld = { ...world, files, memory: files, git: fakeGit(files), locks: memoryLocks() };
      await resumeScaffold(next, folder);
      const done = files.stat(`${folder}/.autogov/lock.json`) !== undefined;
      if (!done) await applyScaffold(next, first);
      expect(Object.keys(tree(next)), `killed at ${at}`).toEqual(expected);
      expect(files.list('/home/ana/work')).toEqual(['invoices']);
    }
  });
});

test('Ctrl-C leaves nothing behind', async () => {
  const onInterrupt = (handler: () => void) => {
    handler();
    return () => undefined;
  };
  const world = scaffoldWorld({ processes: processesWith({ onInterrupt }) });
  const plan = await planScaffold(world, request());
  await expect(applyScaffold(world, plan)).rejects.toMatchObject({ code: 'AG131', exit: 130 });
  expect(tree(world)).toEqual({});
});

test('folders above that were made for it go again', async () => {
  const world = scaffoldWorld();
  const plan = await planScaffold(world, request({ folder: '/home/ana/work/a/b/invoices' }));
  world.memory.fail('rename', /./, 'denied');
  await expect(applyScaffold(world, plan)).rejects.toMatchObject({ code: 'AG212' });
  expect(world.memory.stat('/home/ana/work/a')).toBeUndefined();
});

test('a folder that somebody filled since the plan is left alone', async () => {
  const world = scaffoldWorld();
  const plan = await planScaffold(world, request());
  world.memory.put({ [`${folder}/mine.txt`]: 'mine' });
  await expect(applyScaffold(world, plan)).rejects.toMatchObject({ code: 'AG501' });
  expect(tree(world)).toEqual({ [`${folder}/mine.txt`]: 'mine' });
});

test('two at once: one works, the other says so', async () => {
  const world = scaffoldWorld();
  const release = await world.locks.take(`init ${folder}`, 0);
  await expect(scaffold(world)).rejects.toMatchObject({ code: 'AG901', exit: 75 });
  release?.();
  await scaffold(world);
});
