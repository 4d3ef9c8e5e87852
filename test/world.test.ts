import { describe, expect, test } from 'vitest';
import { Fault } from '../src/faults/index.js';
import { Crash, makeWorld, memoryFiles, seededSigner } from './world.js';

const code = (body: () => unknown): string => {
  try {
    body();
  } catch (error) {
    if (error instanceof Fault) return `${error.code} ${error.message}`;
    if (error instanceof Crash) return 'crash';
    throw error;
  }
  return 'ok';
};

describe('the disk in memory', () => {
  const make = () =>
    memoryFiles({ '/a/x': 'one', '/a/link': { link: 'x' }, '/a/dir': { link: '../b' }, '/b/y': 'two' });

  test.each([
    ['/a/x', 'one'],
    ['/a/link', 'one'],
    ['/a/dir/y', 'two'],
    ['/a/none', undefined],
    ['/a/x/under', undefined],
    ['/none/none', undefined],
  ])('reads %s as %j', (path, text) => expect(make().readText(path)).toBe(text));

  test.each([
    ['read of a folder', () => make().read('/a'), 'AG211 cannot read: it is a folder'],
    [
      'write without parent',
      () => make().writeAtomic('/none/x', ''),
      'AG212 cannot write: a folder of the path does not exist',
    ],
    ['write over a folder', () => make().writeAtomic('/a', ''), 'AG212 cannot write: it is a folder'],
    [
      'folder below a file',
      () => make().makeFolder('/a/x/y'),
      'AG212 cannot write: a part of the path is not a folder',
    ],
    [
      'rename of nothing',
      () => make().rename('/a/none', '/a/z'),
      'AG212 cannot write: a folder of the path does not exist',
    ],
    ['remove of nothing', () => make().remove('/none/none'), 'ok'],
  ])('%s', (_name, body, expected) => expect(code(body)).toBe(expected));

  test('modes of the owner count', () => {
    const files = make();
    files.chmod('/a/x', 0o200);
    files.chmod('/b', 0o555);
    expect(code(() => files.read('/a/x'))).toBe('AG211 cannot read: permission denied');
    expect(code(() => files.writeAtomic('/b/new', ''))).toBe('AG212 cannot write: permission denied');
    expect(files.snapshot('/b')).toEqual({ '/b/y': 'two' });
  });

  test('lists by code unit, stats without following, renames folders', () => {
    const files = make();
    expect(files.list('/a')).toEqual(['dir', 'link', 'x']);
    expect(files.stat('/a/link')?.kind).toBe('link');
    expect(files.real('/a/dir/y')).toBe('/b/y');
    files.rename('/b', '/c');
    expect(files.readText('/c/y')).toBe('two');
    expect(files.stat('/b')).toBeUndefined();
  });

  test('fails on demand, after letting some pass', () => {
    const files = make();
    files.fail('writeAtomic', /^\/a\//, 'full', 1);
    expect(code(() => files.writeAtomic('/a/1', ''))).toBe('ok');
    expect(code(() => files.writeAtomic('/a/2', ''))).toBe('AG213 no space left on the disk');
  });

  test('a crash ends every later change; a torn write keeps its first bytes', () => {
    const files = make();
    files.crashAt(2, 3);
    files.writeSynced('/a/log', 0, Buffer.from('first\n'));
    expect(code(() => files.writeSynced('/a/log', 6, Buffer.from('second\n')))).toBe('crash');
    expect(code(() => files.remove('/a/x'))).toBe('crash');
    const after = files.reboot();
    expect(after.readText('/a/log')).toBe('first\nsec');
    after.remove('/a/x');
    expect(after.stat('/a/x')).toBeUndefined();
  });
});

describe('the rest of the world', () => {
  test('the clock steps a second at every look, and sleeping takes no time', async () => {
    const { clock } = makeWorld();
    expect(clock.now().toISOString()).toBe('2026-01-02T03:04:05.000Z');
    await clock.sleep(60_000);
    expect(clock.now().toISOString()).toBe('2026-01-02T03:05:06.000Z');
  });

  test('random bytes differ from call to call', () => {
    const { random } = makeWorld();
    expect([random.bytes(2), random.bytes(2), random.bytes(1)].map((each) => [...each])).toEqual([[0, 1], [0, 2], [3]]);
  });

  test('a lock excludes until it is released, twice is harmless', async () => {
    const { locks } = makeWorld();
    const release = await locks.take('x', 0);
    expect(await locks.take('x', 0)).toBeUndefined();
    const waiting = locks.take('x', 1000);
    release?.();
    const second = await waiting;
    release?.();
    expect(second).toBeTypeOf('function');
    expect(await locks.take('x', 0)).toBeUndefined();
  });

  test('what was not given throws', () => {
    const { processes, git } = makeWorld();
    expect(() => processes.find('uv')).toThrow('this test gave no processes.find');
    expect(() => git.repository('/')).toThrow('this test gave no git.repository');
  });

  test('the same number is the same key', async () => {
    expect(seededSigner(1).keyId).toBe(seededSigner(1).keyId);
    expect(seededSigner(1).keyId).not.toBe(seededSigner(2).keyId);
    expect(await seededSigner().sign(new Uint8Array([1]))).toHaveLength(64);
  });
});
