import { expect, test } from 'vitest';
import { isTrustedFolder, trustFolder } from '../../src/access/index.js';
import { makeWorld } from '../world.js';

const root = '/home/ana/repo';

test('a folder is trusted by itself, not by what lies in it, beside it or above it', () => {
  const world = makeWorld({ tree: { [`${root}/inner/file`]: '', '/home/ana/other/file': '' } });
  expect(isTrustedFolder(world, root)).toBe(false);
  trustFolder(world, root);
  trustFolder(world, root);
  expect(isTrustedFolder(world, root)).toBe(true);
  expect([`${root}/inner`, '/home/ana/other', '/home/ana'].map((other) => isTrustedFolder(world, other))).toEqual([
    false,
    false,
    false,
  ]);
});

test.each(['', '{}', '[1, null]', 'not JSON'])('a list that reads %j vouches for nothing and is replaced', (text) => {
  const world = makeWorld({ tree: { [`${root}/file`]: '' } });
  const path = `${world.machine.folders.config}/trusted-folders.json`;
  world.memory.makeFolder(world.machine.folders.config);
  world.memory.writeAtomic(path, text);
  expect(isTrustedFolder(world, root)).toBe(false);
  trustFolder(world, root);
  expect(isTrustedFolder(world, root)).toBe(true);
});

test('only so many are remembered: the oldest go first', () => {
  const world = makeWorld({});
  for (let i = 0; i <= 1000; i++) trustFolder(world, `/r/${i}`);
  expect([isTrustedFolder(world, '/r/0'), isTrustedFolder(world, '/r/1'), isTrustedFolder(world, '/r/1000')]).toEqual([
    false,
    true,
    true,
  ]);
});
