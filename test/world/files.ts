import { posix } from 'node:path';
import { Fault } from '../../src/faults/index.js';
import type { Entry } from '../../src/ports/index.js';
import { Crash, type Failure, type MemoryFiles, type Node, type Operation, type Tree } from './disk.js';

export { Crash, type MemoryFiles, type Tree } from './disk.js';

const reasons: Readonly<Record<Failure, string>> = {
  denied: 'permission denied',
  'read-only': 'the disk is read-only',
  full: 'no space left',
  io: 'the disk reported an error',
};

class Refusal extends Error {
  constructor(
    readonly kind: 'absent' | 'other',
    reason: string,
  ) {
    super(reason);
  }
}

const absent = () => new Refusal('absent', 'a folder of the path does not exist');
const refuse = (reason: string) => new Refusal('other', reason);
const encoder = new TextEncoder();

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? encoder.encode(content) : Uint8Array.from(content);

export const memoryFiles = (tree: Tree = {}, start: ReadonlyMap<string, Node> = new Map()): MemoryFiles => {
  const nodes = new Map<string, Node>([...start].map(([path, node]) => [path, { ...node }]));
  const failures: { operation: Operation; path: string | RegExp; failure: Failure; after: number }[] = [];
  const changes: string[] = [];
  let crash: { at: number; torn: number } | undefined;
  let ticks = 0;
  const tick = () => 1_700_000_000_000 + 1000 * ticks++;
  if (!nodes.has('/')) nodes.set('/', { kind: 'folder', mode: 0o755, modified: tick() });

  /** The canonical path: links of every part followed, of the last one unless `last` is false. */
  const walk = (path: string, last = true, depth = 0): string => {
    if (!posix.isAbsolute(path)) throw new Error(`a path must be absolute: ${path}`);
    if (depth > 40) throw refuse('too many symbolic links');
    const parts = posix.normalize(path).split('/').filter(Boolean);
    let at = '/';
    for (const [index, part] of parts.entries()) {
      const next = posix.join(at, part);
      const node = nodes.get(next);
      const isLast = index === parts.length - 1;
      if (node?.kind === 'link' && (!isLast || last)) {
        return walk(posix.join(posix.resolve(at, node.target), ...parts.slice(index + 1)), last, depth + 1);
      }
      if (!isLast && node === undefined) throw absent();
      if (!isLast && node?.kind !== 'folder') throw new Refusal('absent', 'a part of the path is not a folder');
      at = next;
    }
    return at;
  };
  const writableParent = (path: string): void => {
    const parent = nodes.get(posix.dirname(path));
    if (parent?.kind === 'folder' && (parent.mode & 0o200) === 0) throw refuse('permission denied');
  };
  const fileAt = (path: string): Extract<Node, { kind: 'file' }> => {
    const node = nodes.get(walk(path));
    if (node === undefined) throw absent();
    if (node.kind !== 'file') throw refuse('it is a folder');
    return node;
  };
  const planned = (operation: Operation, path: string): void => {
    for (const each of failures) {
      if (each.operation !== operation) continue;
      if (typeof each.path === 'string' ? each.path !== path : !each.path.test(path)) continue;
      if (each.after-- > 0) continue;
      if (each.failure === 'full') throw new Fault('AG213', { path });
      throw refuse(reasons[each.failure]);
    }
  };
  const reading = <T>(operation: Operation, path: string, body: () => T, none: T): T => {
    try {
      planned(operation, path);
      return body();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.kind === 'absent') return none;
      throw new Fault('AG211', { path, reason: error.message });
    }
  };
  const writing = <T>(operation: Operation, path: string, body: () => T, torn?: (bytes: number) => void): T => {
    if (crash !== undefined && --crash.at <= 0) {
      if (crash.at === 0) torn?.(crash.torn);
      throw new Crash(`killed at ${operation} ${path}`);
    }
    try {
      planned(operation, path);
      const done = body();
      changes.push(`${operation} ${path}`);
      return done;
    } catch (error) {
      if (error instanceof Refusal) throw new Fault('AG212', { path, reason: error.message });
      throw error;
    }
  };
  const setFile = (at: string, bytes: Uint8Array, mode: number) =>
    nodes.set(at, { kind: 'file', bytes, mode, modified: tick() });
  const makeFolders = (path: string, mode: number, checked: boolean): void => {
    const parts = posix.normalize(path).split('/').filter(Boolean);
    for (let count = 1; count <= parts.length; count++) {
      const at = walk(`/${parts.slice(0, count).join('/')}`);
      const node = nodes.get(at);
      if (node?.kind === 'folder') continue;
      if (node !== undefined) throw refuse('a part of the path is not a folder');
      if (checked) writableParent(at);
      nodes.set(at, { kind: 'folder', mode: mode & 0o755, modified: tick() });
    }
  };
  const below = (path: string) => [...nodes.keys()].filter((each) => each.startsWith(path === '/' ? '/' : `${path}/`));
  const patch = (path: string, offset: number, content: Uint8Array): void => {
    const at = walk(path);
    const node = nodes.get(at);
    if (node !== undefined && node.kind !== 'file') throw refuse('it is a folder');
    if (node !== undefined && (node.mode & 0o200) === 0) throw refuse('permission denied');
    if (node === undefined) writableParent(at);
    const old = node?.bytes ?? new Uint8Array(0);
    const grown = new Uint8Array(Math.max(old.length, offset + content.length));
    grown.set(old);
    grown.set(content, offset);
    setFile(at, grown, node?.mode ?? 0o600);
  };

  const files: MemoryFiles = {
    changes,
    read: (path) =>
      reading(
        'read',
        path,
        () => {
          const node = fileAt(path);
          if ((node.mode & 0o400) === 0) throw refuse('permission denied');
          return Uint8Array.from(node.bytes);
        },
        undefined,
      ),
    readText: (path) => {
      const bytes = files.read(path);
      return bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    },
    readRange: (path, offset, length) =>
      reading('readRange', path, () => fileAt(path).bytes.slice(offset, offset + length), new Uint8Array(0)),
    stat: (path) => reading('stat', path, () => entryOf(nodes.get(walk(path, false))), undefined),
    readLink: (path) =>
      reading(
        'readLink',
        path,
        () => {
          const node = nodes.get(walk(path, false));
          return node?.kind === 'link' ? node.target : undefined;
        },
        undefined,
      ),
    list: (path) =>
      reading(
        'list',
        path,
        () => {
          const at = walk(path);
          const node = nodes.get(at);
          if (node?.kind !== 'folder') throw absent();
          if ((node.mode & 0o400) === 0) throw refuse('permission denied');
          return below(at)
            .map((each) => each.slice(at === '/' ? 1 : at.length + 1))
            .filter((each) => !each.includes('/'))
            .sort();
        },
        [],
      ),
    real: (path) => reading('real', path, () => (nodes.has(walk(path)) ? walk(path) : undefined), undefined),
    makeFolder: (path, mode = 0o777) => writing('makeFolder', path, () => makeFolders(path, mode, true)),
    writeAtomic: (path, content, mode = 0o644) =>
      writing('writeAtomic', path, () => {
        const at = walk(path, false);
        if (nodes.get(at)?.kind === 'folder') throw refuse('it is a folder');
        writableParent(at);
        setFile(at, bytesOf(content), mode);
      }),
    create: (path, content, mode = 0o644) =>
      writing('create', path, () => {
        const at = walk(path, false);
        if (nodes.has(at)) return false;
        writableParent(at);
        setFile(at, bytesOf(content), mode);
        return true;
      }),
    writeSynced: (path, offset, content) =>
      writing(
        'writeSynced',
        path,
        () => patch(path, offset, content),
        (torn) => torn > 0 && patch(path, offset, content.slice(0, torn)),
      ),
    write: (path, offset, content) =>
      writing(
        'write',
        path,
        () => patch(path, offset, content),
        (torn) => torn > 0 && patch(path, offset, content.slice(0, torn)),
      ),
    syncFolder: (path) =>
      writing('syncFolder', path, () => {
        if (nodes.get(walk(path))?.kind !== 'folder') throw absent();
      }),
    truncate: (path, size) =>
      writing('truncate', path, () => {
        const node = fileAt(path);
        if ((node.mode & 0o200) === 0) throw refuse('permission denied');
        const cut = new Uint8Array(size);
        cut.set(node.bytes.subarray(0, size));
        setFile(walk(path), cut, node.mode);
      }),
    rename: (from, to) =>
      writing('rename', to, () => {
        const source = walk(from, false);
        const target = walk(to, false);
        const node = nodes.get(source);
        if (node === undefined) throw absent();
        writableParent(source);
        writableParent(target);
        const there = nodes.get(target);
        if (there?.kind === 'folder' && node.kind !== 'folder') throw refuse('it is a folder');
        if (there?.kind === 'folder' && below(target).length > 0) throw refuse('ENOTEMPTY');
        for (const path of [source, ...below(source)]) {
          const each = nodes.get(path);
          nodes.delete(path);
          if (each !== undefined) nodes.set(target + path.slice(source.length), each);
        }
      }),
    remove: (path) =>
      writing('remove', path, () => {
        let at: string;
        try {
          at = walk(path, false);
        } catch (error) {
          if (error instanceof Refusal && error.kind === 'absent') return;
          throw error;
        }
        if (!nodes.has(at)) return;
        writableParent(at);
        for (const each of [at, ...below(at)]) nodes.delete(each);
      }),
    chmod: (path, mode) =>
      writing('chmod', path, () => {
        const node = nodes.get(walk(path));
        if (node === undefined) throw absent();
        if (node.kind !== 'link') node.mode = mode;
      }),
    temporaryFolder: (prefix) => {
      const path = `/tmp/${prefix}${String(ticks).padStart(6, '0')}`;
      return writing('temporaryFolder', path, () => {
        makeFolders(path, 0o700, false);
        return path;
      });
    },
    put: (added) => {
      for (const [path, content] of Object.entries(added)) {
        if (path.endsWith('/')) {
          makeFolders(path, 0o755, false);
          continue;
        }
        makeFolders(posix.dirname(path), 0o755, false);
        const at = walk(path, false);
        if (typeof content === 'string' || content instanceof Uint8Array) setFile(at, bytesOf(content), 0o644);
        else nodes.set(at, { kind: 'link', target: content.link, mode: 0o777, modified: tick() });
      }
    },
    snapshot: (folder = '/') =>
      Object.fromEntries(
        [...nodes]
          .filter(([path, node]) => node.kind !== 'folder' && path.startsWith(folder))
          .map(([path, node]) => [path, node.kind === 'link' ? `-> ${node.target}` : textOf(node)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    fail: (operation, path, failure, after = 0) => void failures.push({ operation, path, failure, after }),
    crashAt: (change, torn = 0) => {
      crash = { at: change, torn };
    },
    reboot: () => memoryFiles({}, nodes),
  };
  files.put(tree);
  return files;
};

const textOf = (node: Node): string => (node.kind === 'file' ? new TextDecoder().decode(node.bytes) : '');

const entryOf = (node: Node | undefined): Entry | undefined => {
  if (node === undefined) return undefined;
  const size = node.kind === 'file' ? node.bytes.length : node.kind === 'link' ? node.target.length : 4096;
  return { kind: node.kind, size, mode: node.mode, modified: node.modified };
};
