import {
  chmodSync,
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../faults/index.js';
import type { Entry, Files } from '../ports/index.js';
import { builtin } from './builtin.js';
import { reasonOf } from './reasons.js';

/** The disk. */
export const createFiles = (platform: string): Files => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const read = (path: string): Uint8Array | undefined => reading(path, () => readRegular(path), undefined);
  let serial = 0;
  const files: Files = {
    read,
    readText: (path) => {
      const bytes = read(path);
      return bytes === undefined ? undefined : decoder.decode(bytes);
    },
    readRange: (path, offset, length) =>
      reading(
        path,
        () => {
          const handle = openRegular(path);
          try {
            const buffer = new Uint8Array(length);
            let done = 0;
            while (done < length) {
              const count = readSync(handle, buffer, done, length - done, offset + done);
              if (count === 0) break;
              done += count;
            }
            return buffer.subarray(0, done);
          } finally {
            closeSync(handle);
          }
        },
        new Uint8Array(0),
      ),
    stat: (path) => reading(path, () => entryOf(path), undefined),
    readLink: (path) =>
      reading(path, () => (lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined), undefined),
    list: (path) => reading(path, () => readdirSync(path).sort(), []),
    real: (path) => reading(path, () => realpathSync(path), undefined),
    makeFolder: (path, mode = 0o777) => writing(path, () => void mkdirSync(path, { recursive: true, mode })),
    writeAtomic: (path, content, mode = 0o644) => {
      serial += 1;
      const temporary = `${path}.${process.pid}-${serial}.tmp`;
      writing(path, () => {
        try {
          writeWhole(temporary, 'wx', content, mode);
          renameSync(temporary, path);
        } catch (error) {
          rmSync(temporary, { force: true });
          throw error;
        }
        syncFolder(dirname(path), platform);
      });
    },
    create: (path, content, mode = 0o644) =>
      writing(path, () => {
        try {
          writeWhole(path, 'wx', content, mode);
          return true;
        } catch (error) {
          if (codeOf(error) === 'EEXIST') return false;
          throw error;
        }
      }),
    writeSynced: (path, offset, content) =>
      writing(path, () => {
        const handle = openForWrite(path);
        try {
          writeAll(handle, content, offset);
          fdatasyncSync(handle);
        } finally {
          closeSync(handle);
        }
      }),
    write: (path, offset, content) =>
      writing(path, () => {
        const handle = openForWrite(path);
        try {
          writeAll(handle, content, offset);
        } finally {
          closeSync(handle);
        }
      }),
    syncFolder: (path) => writing(path, () => syncFolder(path, platform)),
    truncate: (path, size) =>
      writing(path, () => {
        const handle = openSync(path, 'r+');
        try {
          ftruncateSync(handle, size);
          fdatasyncSync(handle);
        } finally {
          closeSync(handle);
        }
      }),
    rename: (from, to) => writing(to, () => renameSync(from, to)),
    remove: (path) => writing(path, () => rmSync(path, { recursive: true, force: true })),
    chmod: (path, mode) => writing(path, () => chmodSync(path, mode)),
    temporaryFolder: (prefix) => {
      const folder = builtin.os().tmpdir();
      return writing(folder, () => mkdtempSync(join(realpathSync(folder), prefix)));
    },
  };
  return files;
};

/** A pipe would be waited for and a device has no end: neither is opened to be read. */
const openRegular = (path: string): number => {
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const stat = fstatSync(handle);
  if (stat.isFile() || stat.isDirectory()) return handle;
  closeSync(handle);
  throw new Fault('AG211', { path, reason: 'it is a pipe, a device or a socket' }, 'put a regular file in its place');
};

const readRegular = (path: string): Uint8Array => {
  const handle = openRegular(path);
  try {
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
};

const entryOf = (path: string): Entry => {
  const stat = lstatSync(path);
  const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : 'other';
  return { kind, size: stat.size, mode: stat.mode & 0o7777, modified: stat.mtimeMs };
};

const writeWhole = (path: string, flag: string, content: Uint8Array | string, mode: number): void => {
  const handle = openSync(path, flag, mode);
  let whole = false;
  try {
    writeAll(handle, typeof content === 'string' ? Buffer.from(content) : content, 0);
    fdatasyncSync(handle);
    whole = true;
  } finally {
    closeSync(handle);
    if (!whole) unlinkSync(path);
  }
};

const writeAll = (handle: number, content: Uint8Array, offset: number): void => {
  let done = 0;
  while (done < content.length) done += writeSync(handle, content, done, content.length - done, offset + done);
};

/** Open without truncating; create if absent. `a` would ignore the offset on Linux, so r+ comes first. */
const openForWrite = (path: string): number => {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return openSync(path, 'wx+', 0o600);
  }
};

/** A rename is durable only when its folder is synced; Windows has no such call and does it itself. */
const syncFolder = (folder: string, platform: string): void => {
  if (platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

const reading = <T>(path: string, body: () => T, absent: T): T => {
  try {
    return body();
  } catch (error) {
    if (error instanceof Fault) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return absent;
    if (code === undefined) throw error;
    throw new Fault('AG211', { path, reason: reasonOf(code) }, undefined, error);
  }
};

const writing = <T>(path: string, body: () => T): T => {
  try {
    return body();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new Fault('AG213', { path }, undefined, error);
    throw new Fault('AG212', { path, reason: reasonOf(code) }, undefined, error);
  }
};
