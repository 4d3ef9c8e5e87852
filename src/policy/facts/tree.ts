import { PathTable } from './path-table.js';
import { decode } from './text.js';

/** Paths of a repository over one buffer: no object for a path until somebody asks for it. */
export interface Tree {
  /** Where the places of a visit lie: each path ended by NUL. */
  readonly bytes: Buffer;
  /** See every path once, in git's order. */
  visit(see: See): void;
  /** See every folder once that a path lies in (without a trailing slash). */
  visitFolders(see: See): void;
  /** True if this very path is tracked, or untracked and not ignored. */
  has(path: string): boolean;
  /** True if any path lies below this folder (no trailing slash). */
  hasFolder(folder: string): boolean;
  /** Paths at the root. */
  rootFiles(): readonly string[];
  /** A path as text; bytes that are no UTF-8 are written `\xNN`. */
  text(start: number, end: number): string;
  /** Paths and folders that a file system without case would take for an earlier one. */
  readonly collisions: readonly Collision[];
}

/** Places in the buffer: start and end of a path, and where its last segment starts. */
export type See = (start: number, end: number, name: number) => void;

export interface Collision {
  readonly path: string;
  readonly other: string;
}

/** @param listing paths each ended by NUL */
export const createTree = (listing: Uint8Array): Tree => {
  const bytes = Buffer.from(listing.buffer, listing.byteOffset, listing.length);
  const index = indexPaths(bytes);
  const { paths, folders, table } = index;
  const find = (text: string, isFolder: boolean): boolean => {
    const wanted = Buffer.from(text);
    const end = isFolder ? slash : 0;
    const found = table.find(
      hashOf(wanted),
      (start) =>
        bytes[start + wanted.length] === end &&
        bytes.compare(wanted, 0, wanted.length, start, start + wanted.length) === 0,
    );
    return found !== undefined;
  };
  return {
    bytes,
    visit: (see) => each(paths, see),
    visitFolders: (see) => each(folders, see),
    has: (path) => find(path, false),
    hasFolder: (folder) => find(folder, true),
    rootFiles: () => {
      const found: string[] = [];
      each(paths, (start, end, name) => {
        if (name === start) found.push(decode(bytes.subarray(start, end)));
      });
      return found;
    },
    text: (start, end) => decode(bytes.subarray(start, end)),
    collisions: index.collisions,
  };
};

const slash = 0x2f;

/** Start, end and name of each, one after the other. */
type Places = readonly number[];

const each = (places: Places, see: See): void => {
  for (let i = 0; i < places.length; i += 3) see(places[i] ?? 0, places[i + 1] ?? 0, places[i + 2] ?? 0);
};

interface Index {
  readonly paths: Places;
  readonly folders: Places;
  readonly table: PathTable;
  readonly collisions: readonly Collision[];
}

// As a signed 32-bit integer, so that the hash never leaves the integers of the engine.
const fnvStart = 0x811c9dc5 | 0;
const fnvPrime = 0x01000193;

/**
 * The one pass over all bytes. git lists sorted, so what a path shares with the one before it is not hashed again and its folders
 * are not entered again; the table catches those that come back (untracked paths are listed before the tracked ones).
 */
const indexPaths = (bytes: Buffer): Index => {
  const paths: number[] = [];
  const folders: number[] = [];
  const collisions: Collision[] = [];
  const table = new PathTable(bytes.length >> 6);
  const reported = new Set<string>();

  /** @returns false if these very bytes were entered before */
  const enter = (hash: number, start: number, end: number): boolean => {
    let other: string | undefined;
    const same = table.find(hash, (from, to) => {
      if (to - from === end - start && bytes.compare(bytes, from, to, start, end) === 0)
        return bytes[to] === bytes[end];
      const text = decode(bytes.subarray(from, to));
      if (fold(text) === fold(decode(bytes.subarray(start, end)))) other ??= text;
      return false;
    });
    if (same !== undefined) return false;
    table.enter(hash, start, end);
    if (other !== undefined) report(decode(bytes.subarray(start, end)), other);
    return true;
  };

  const report = (path: string, other: string): void => {
    // Below two folders that collide everything collides; the folders say it once.
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
      if (reported.has(path.slice(0, at))) return;
    reported.add(path);
    collisions.push({ path, other });
  };

  // One entry for each slash of the path before: its place in the path, and the state of the hash behind it.
  const slashes: number[] = [];
  const hashes: number[] = [];
  const wides: boolean[] = [];
  let before = 0;
  for (let start = 0; start < bytes.length; ) {
    let i = start;
    if (start > 0) for (let p = before; bytes[i] === bytes[p] && bytes[i] !== 0; p++) i++;
    while (slashes.length > 0 && (slashes.at(-1) ?? 0) >= i - start) {
      slashes.pop();
      hashes.pop();
      wides.pop();
    }
    let hash = hashes.at(-1) ?? fnvStart;
    let wide = wides.at(-1) ?? false;
    let name = slashes.length === 0 ? start : start + (slashes.at(-1) ?? 0) + 1;
    let byte = 0;
    for (i = name; i < bytes.length; i++) {
      byte = bytes[i] ?? 0;
      if (byte === 0) break;
      if (byte === slash) {
        if (enter(wide ? hashOf(bytes.subarray(start, i)) : hash, start, i)) folders.push(start, i, name);
        name = i + 1;
      } else if (byte >= 0x80) wide = true;
      hash = Math.imul(hash ^ (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte), fnvPrime);
      if (byte === slash) {
        slashes.push(i - start);
        hashes.push(hash);
        wides.push(wide);
      }
    }
    // A nested repository is listed as `folder/`: it is not ours to judge. Neither is a path without its NUL.
    if (name < i && i < bytes.length && enter(wide ? hashOf(bytes.subarray(start, i)) : hash, start, i))
      paths.push(start, i, name);
    before = start;
    start = i + 1;
  }
  return { paths, folders, table, collisions };
};

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

/** FNV-1a, 32 bits, of a path without case: ASCII letters byte by byte, anything else through Unicode. */
const hashOf = (path: Uint8Array): number => {
  const wide = path.some((byte) => byte >= 0x80);
  const bytes = wide ? Buffer.from(fold(decode(path))) : path;
  let hash = fnvStart;
  for (const byte of bytes) hash = Math.imul(hash ^ (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte), fnvPrime);
  return hash;
};
