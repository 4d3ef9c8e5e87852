import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Fault } from '../../src/faults/index.js';
import { createFiles } from '../../src/platform/files.js';
import type { Files } from '../../src/ports/index.js';
import { memoryFiles } from '../world.js';

/** One disk with a few things on it, real or in memory. */
interface Disk {
  readonly files: Files;
  readonly root: string;
}

const realDisk = (): Disk => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'autogov-files-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  symlinkSync('file', join(root, 'link'));
  symlinkSync('nowhere', join(root, 'dangling'));
  return { files: createFiles('linux'), root };
};

const memoryDisk = (): Disk => ({
  files: memoryFiles({ '/d/link': { link: 'file' }, '/d/dangling': { link: 'nowhere' } }),
  root: '/d',
});

const fill = ({ files, root }: Disk): void => {
  files.makeFolder(join(root, 'folder/deep'));
  files.writeAtomic(join(root, 'file'), 'one\n');
  files.create(join(root, 'folder/b'), 'b');
  files.create(join(root, 'folder/B'), 'B');
};

/** The answer as JSON, or the code of the fault. */
const answer = (body: () => unknown): string => {
  try {
    const value = body();
    return value instanceof Uint8Array ? new TextDecoder().decode(value) : (JSON.stringify(value) ?? 'undefined');
  } catch (error) {
    if (error instanceof Fault) return `${error.code} ${error.message}`;
    throw error;
  }
};

/** The disk in memory is what other tests rely on: it must answer as the real one does. */
describe.each([
  ['the real disk', realDisk],
  ['the disk in memory', memoryDisk],
])('%s', (_name, make) => {
  test.each<[string, (files: Files, at: (path: string) => string) => unknown, string]>([
    ['read', (files, at) => files.readText(at('file')), '"one\\n"'],
    ['read through a link', (files, at) => files.readText(at('link')), '"one\\n"'],
    ['read nothing', (files, at) => files.read(at('none')), 'undefined'],
    ['read below a file', (files, at) => files.read(at('file/x')), 'undefined'],
    ['read a dangling link', (files, at) => files.read(at('dangling')), 'undefined'],
    ['read a folder', (files, at) => files.read(at('folder')), 'AG211 cannot read: it is a folder'],
    ['a range', (files, at) => files.readRange(at('file'), 1, 2), 'ne'],
    ['a range past the end', (files, at) => files.readRange(at('file'), 2, 100), 'e\n'],
    ['a range of nothing', (files, at) => files.readRange(at('none'), 0, 4), ''],
    ['names by code unit', (files, at) => files.list(at('folder')), '["B","b","deep"]'],
    ['names of nothing', (files, at) => files.list(at('none')), '[]'],
    ['a link is not followed', (files, at) => files.stat(at('link'))?.kind, '"link"'],
    ['size', (files, at) => files.stat(at('file'))?.size, '4'],
    ['no entry', (files, at) => files.stat(at('none')), 'undefined'],
    ['the real path', (files, at) => files.real(at('link')) === at('file'), 'true'],
    ['no real path', (files, at) => files.real(at('dangling')), 'undefined'],
    ['create over something', (files, at) => files.create(at('file'), 'x'), 'false'],
    ['create over a dangling link', (files, at) => files.create(at('dangling'), 'x'), 'false'],
    [
      'write without a folder',
      (files, at) => files.writeAtomic(at('no/x'), ''),
      'AG212 cannot write: a folder of the path does not exist',
    ],
    [
      'a folder below a file',
      (files, at) => files.makeFolder(at('file/x')),
      'AG212 cannot write: a part of the path is not a folder',
    ],
    ['a folder twice', (files, at) => files.makeFolder(at('folder')), 'undefined'],
    ['remove nothing', (files, at) => files.remove(at('none/none')), 'undefined'],
  ])('%s', (_title, body, expected) => {
    const disk = make();
    fill(disk);
    expect(answer(() => body(disk.files, (path) => join(disk.root, path)))).toBe(expected);
  });

  test('writes replace whole files and links, not what a link points to', () => {
    const disk = make();
    fill(disk);
    disk.files.writeAtomic(join(disk.root, 'link'), 'new', 0o755);
    expect(disk.files.readText(join(disk.root, 'file'))).toBe('one\n');
    expect(disk.files.stat(join(disk.root, 'link'))).toMatchObject({ kind: 'file', size: 3, mode: 0o755 });
  });

  test('an append at an offset, then a cut', () => {
    const disk = make();
    const log = join(disk.root, 'log');
    disk.files.writeSynced(log, 0, Buffer.from('abc'));
    disk.files.writeSynced(log, 3, Buffer.from('def'));
    disk.files.writeSynced(log, 1, Buffer.from('X'));
    expect(disk.files.readText(log)).toBe('aXcdef');
    disk.files.truncate(log, 2);
    expect(disk.files.readText(log)).toBe('aX');
  });

  test('rename and remove take whole folders', () => {
    const disk = make();
    fill(disk);
    disk.files.rename(join(disk.root, 'folder'), join(disk.root, 'moved'));
    expect(disk.files.list(join(disk.root, 'moved'))).toEqual(['B', 'b', 'deep']);
    disk.files.remove(join(disk.root, 'moved'));
    expect(disk.files.list(disk.root)).toEqual(['dangling', 'file', 'link']);
  });

  test('a failed write leaves nothing beside', () => {
    const disk = make();
    fill(disk);
    expect(answer(() => disk.files.writeAtomic(join(disk.root, 'folder'), 'x'))).toContain('AG212');
    expect(disk.files.list(disk.root)).toEqual(['dangling', 'file', 'folder', 'link']);
  });

  test('temporary folders are new and private', () => {
    const { files } = make();
    const [one, two] = [files.temporaryFolder('autogov-t-'), files.temporaryFolder('autogov-t-')];
    expect(one).not.toBe(two);
    expect(files.stat(one)).toMatchObject({ kind: 'folder', mode: 0o700 });
    files.remove(one);
    files.remove(two);
  });
});

test('a pipe or a device is refused at once, also behind a link', () => {
  const { files, root } = realDisk();
  execFileSync('mkfifo', [join(root, 'pipe')]);
  symlinkSync('/dev/zero', join(root, 'endless'));
  symlinkSync('pipe', join(root, 'piped'));
  for (const name of ['pipe', 'endless', 'piped']) {
    const path = join(root, name);
    for (const body of [() => files.read(path), () => files.readText(path), () => files.readRange(path, 0, 9)]) {
      expect(body).toThrow(expect.objectContaining({ code: 'AG211' }));
    }
  }
});
