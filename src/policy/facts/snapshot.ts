import { basename, posix } from 'node:path';
import { Fault } from '../../faults/index.js';
import type { Entry, GitOptions, World } from '../../ports/index.js';
import type { Place } from '../model.js';
import { type BlobReader, openBlobs } from './blobs.js';
import { nameOfRemote, type Source, tooLarge } from './source.js';
import { decode, isUtf8 } from './text.js';

/** One entry of a tree or of the index. */
export interface SnapshotEntry {
  /** As git writes it: 100644, 100755, 120000 (link), 160000 (submodule). */
  readonly mode: string;
  /** Object id of its blob, hex. */
  readonly id: string;
  /** False where the name is no UTF-8: its path here is not what git has. */
  readonly exact: boolean;
}

/** Files as git keeps them: the work tree is not looked at. */
export interface Snapshot {
  readonly source: Source;
  readonly entries: ReadonlyMap<string, SnapshotEntry>;
  /** Content of regular files by path, all of them through one process; what is no regular file, or too large, is left out. */
  read(paths: readonly string[]): ReadonlyMap<string, Uint8Array>;
}

/** What `git ls-files --stage -z` and `git ls-tree -r -z` say, taken apart: one line ends with NUL, a tab stands before the path. */
interface Line {
  readonly fields: readonly string[];
  readonly start: number;
  readonly end: number;
}

const eachLine = (bytes: Buffer, see: (line: Line) => void): void => {
  for (let at = 0; at < bytes.length; ) {
    const tab = bytes.indexOf(9, at);
    const end = bytes.indexOf(0, tab);
    if (tab < 0 || end < 0) return;
    see({ fields: bytes.toString('latin1', at, tab).split(' '), start: tab + 1, end });
    at = end + 1;
  }
};

/**
 * What a commit would hold now.
 * @throws Fault AG331 while a merge is not resolved: there is no one content of such a path
 */
export const indexSnapshot = (world: World, place: Place): Snapshot => {
  const options = indexOptions(world, place);
  const bytes = output(place, ['ls-files', '--stage', '-z'], options);
  const entries = new Entries(bytes);
  const unmerged = new Set<string>();
  let empty = false;
  eachLine(bytes, ({ fields: [mode = '', id = '', stage], start, end }) => {
    if (stage !== '0') unmerged.add(decode(bytes.subarray(start, end)));
    empty ||= emptyBlobs.includes(id);
    entries.add(mode, id, start, end);
  });
  const [first] = unmerged;
  if (first !== undefined) throw new Fault('AG331', { path: first, count: String(unmerged.size) });
  // `git add --intent-to-add` enters an empty blob that no commit would hold; only git knows which of the empty ones it is.
  const intended = empty
    ? output(place, ['diff-files', '-z', '--name-only', '--diff-filter=A', '--ignore-submodules=all'], options)
    : Buffer.alloc(0);
  return snapshotOf(place, entries.without(intended));
};

/** A commit's whole tree. @param commit its id */
export const commitSnapshot = (place: Place, commit: string): Snapshot => {
  const bytes = output(place, ['ls-tree', '-r', '-z', '--full-tree', commit], { cwd: place.root });
  const entries = new Entries(bytes);
  eachLine(bytes, ({ fields: [mode = '', , id = ''], start, end }) => entries.add(mode, id, start, end));
  return snapshotOf(place, entries);
};

/** How git is to be called so that it sees the index that is being committed. */
export const indexOptions = (world: World, place: Place): GitOptions => {
  // A pre-commit hook of `git commit <path>` is given another index; one that isn't this repository's own is none of ours.
  const named = world.machine.env['GIT_INDEX_FILE'];
  if (named === undefined || named === '') return { cwd: place.root };
  const folder = world.files.real(place.repository.folder) ?? place.repository.folder;
  const aim = world.files.real(posix.resolve(place.root, named));
  return aim === undefined || posix.dirname(aim) !== folder
    ? { cwd: place.root }
    : { cwd: place.root, env: { GIT_INDEX_FILE: aim } };
};

const emptyBlobs: readonly string[] = [
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
];

const output = (place: Place, args: readonly string[], options: GitOptions): Buffer => {
  const answer = place.repository.run(args, options);
  if (answer.code === 0) return Buffer.from(answer.stdout.buffer, answer.stdout.byteOffset, answer.stdout.length);
  const reason = answer.stderr.trim().split('\n').at(-1) ?? '';
  throw new Fault('AG305', { command: args[0] ?? '', reason: reason.replace(/^(fatal|error): /, '') });
};

/** Entries by path, and their names as git has them, one after the other: no object for a name. */
class Entries {
  readonly byPath = new Map<string, SnapshotEntry>();
  readonly #bytes: Buffer;
  readonly #listing: Buffer;
  #length = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#listing = Buffer.allocUnsafe(bytes.length);
  }

  add(mode: string, id: string, start: number, end: number): void {
    this.#length += this.#bytes.copy(this.#listing, this.#length, start, end + 1);
    const text = this.#bytes.toString('utf8', start, end);
    const exact = !text.includes('\ufffd') || isUtf8(this.#bytes.subarray(start, end));
    const path = exact ? text : decode(this.#bytes.subarray(start, end));
    if (exact || !this.byPath.has(path)) this.byPath.set(path, { mode, id, exact });
  }

  /** @param names of entries that are not to be listed, each ended by NUL */
  without(names: Buffer): Entries {
    if (names.length === 0) return this;
    const gone = new Set(names.toString('latin1').split('\0'));
    const kept = new Entries(this.#bytes);
    for (const [path, entry] of this.byPath) kept.byPath.set(path, entry);
    for (let at = 0; at < this.#length; ) {
      const end = this.#listing.indexOf(0, at);
      if (gone.has(this.#listing.toString('latin1', at, end)))
        kept.byPath.delete(decode(this.#listing.subarray(at, end)));
      else kept.#length += this.#listing.copy(kept.#listing, kept.#length, at, end + 1);
      at = end + 1;
    }
    return kept;
  }

  listing(): Uint8Array {
    return this.#listing.subarray(0, this.#length);
  }
}

const snapshotOf = (place: Place, entries: Entries): Snapshot => {
  const { byPath } = entries;
  const blobs = openBlobs(place.repository);
  let prepared = false;
  const prepare = (): void => {
    if (prepared) return;
    prepared = true;
    blobs.fetch([...byPath].filter(([path, { mode }]) => isRegular(mode) && isAskedFor(path)).map(([, { id }]) => id));
  };
  let folders: Set<string> | undefined;
  const isFolder = (path: string): boolean => {
    folders ??= foldersOf(byPath.keys());
    return folders.has(path);
  };
  const sizeOf = (id: string): number => blobs.size(id, () => [...byPath.values()].map((each) => each.id));
  const source: Source = {
    listing: () => entries.listing(),
    stat: (path) => {
      const entry = byPath.get(path);
      if (entry !== undefined) return statOf(entry, sizeOf);
      return isFolder(path) ? { kind: 'folder', size: 0, mode: 0o755, modified: 0 } : undefined;
    },
    text: (path) => {
      prepare();
      const entry = resolveLinks(path, byPath, blobs);
      if (entry === undefined) return undefined;
      const bytes = blobs.read(entry.id);
      if (bytes === undefined) throw tooLarge(path);
      return utf8.decode(bytes);
    },
    name: () => nameOfRemote(place.repository.config('remote.origin.url')) ?? basename(place.root),
  };
  return {
    source,
    entries: byPath,
    read: (paths) => {
      const wanted = paths.flatMap((path) => {
        const entry = byPath.get(path);
        return entry !== undefined && isRegular(entry.mode) ? [{ path, id: entry.id }] : [];
      });
      blobs.fetch(wanted.map(({ id }) => id));
      return new Map(
        wanted.flatMap(({ path, id }): [string, Uint8Array][] => {
          const bytes = blobs.read(id);
          return bytes === undefined ? [] : [[path, bytes]];
        }),
      );
    },
  };
};

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

const isRegular = (mode: string): boolean => mode.startsWith('100');

/** What facts and bundled rules read: fetched together before the first question; anything else is fetched when it is asked for. */
const isAskedFor = (path: string): boolean =>
  path.startsWith('.autogov/')
    ? !path.includes('/', '.autogov/'.length)
    : !path.includes('/') && /^\.|^README|^(pyproject|ruff)\.toml$|^uv\.lock$|\.(ini|cfg|ya?ml)$/i.test(path);

const statOf = (entry: SnapshotEntry, sizeOf: (id: string) => number): Entry => {
  const kind = entry.mode === '160000' ? 'folder' : entry.mode === '120000' ? 'link' : 'file';
  const mode = entry.mode === '100755' || kind === 'folder' ? 0o755 : kind === 'link' ? 0o777 : 0o644;
  return {
    kind,
    mode,
    modified: 0,
    get size() {
      return kind === 'folder' ? 0 : sizeOf(entry.id);
    },
  };
};

const foldersOf = (paths: Iterable<string>): Set<string> => {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
};

const mostLinks = 40;

/** The regular file that a path leads to, links followed within the snapshot. @throws Fault AG731 if one leads out of it, or to no file */
const resolveLinks = (
  path: string,
  entries: ReadonlyMap<string, SnapshotEntry>,
  blobs: BlobReader,
): SnapshotEntry | undefined => {
  let here = path;
  for (let hops = 0; hops <= mostLinks; hops++) {
    const entry = entries.get(here);
    if (entry !== undefined && entry.mode !== '120000') {
      if (isRegular(entry.mode)) return entry;
      if (hops === 0) return undefined;
      throw new Fault('AG731', { path });
    }
    const link = entry === undefined ? linkAbove(here, entries) : here;
    if (link === undefined) return undefined;
    const id = entries.get(link)?.id ?? '';
    const target = utf8.decode(blobs.read(id) ?? new Uint8Array(0));
    here = posix.normalize(posix.join(posix.dirname(link), target, here.slice(link.length)));
    if (target.startsWith('/') || here === '..' || here.startsWith('../')) throw new Fault('AG731', { path });
  }
  return undefined;
};

const linkAbove = (path: string, entries: ReadonlyMap<string, SnapshotEntry>): string | undefined => {
  for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
    if (entries.get(path.slice(0, at))?.mode === '120000') return path.slice(0, at);
  }
  return undefined;
};
