/**
 * Everything autogov does to a disk. Paths are absolute, in the system's own form.
 * Reads of what is absent answer `undefined`; every other failure is a Fault (AG211 unreadable, AG212 not writable,
 * AG213 no space), so that a room never looks at errno.
 */
export interface Files {
  /** Whole content, or undefined if there is no such file. */
  read(path: string): Uint8Array | undefined;
  /** Whole content as UTF-8 (invalid bytes become U+FFFD), or undefined if there is no such file. */
  readText(path: string): string | undefined;
  /** At most `length` bytes from `offset`; shorter at the end of the file. */
  readRange(path: string, offset: number, length: number): Uint8Array;
  /** What stands at the path, without following a last symbolic link; undefined if nothing does. */
  stat(path: string): Entry | undefined;
  /** Where a symbolic link points, as it is written; undefined if there is no link. */
  readLink(path: string): string | undefined;
  /** Names in a folder, sorted by code unit; empty if there is no such folder. */
  list(path: string): readonly string[];
  /** The canonical path, all links followed; undefined if it doesn't exist. */
  real(path: string): string | undefined;
  makeFolder(path: string, mode?: number): void;
  /** Replace a file at once: temporary name beside it, data synced, rename, folder synced. */
  writeAtomic(path: string, content: Uint8Array | string, mode?: number): void;
  /** Create a file that must not exist yet; false if it did. */
  create(path: string, content: Uint8Array | string, mode?: number): boolean;
  /** Write at an offset (the end, for an append) and sync the data before it returns. */
  writeSynced(path: string, offset: number, content: Uint8Array): void;
  /** The same without syncing: for what can be computed again from something synced. */
  write(path: string, offset: number, content: Uint8Array): void;
  /** Make the names in a folder durable: what was created or renamed in it before. */
  syncFolder(path: string): void;
  truncate(path: string, size: number): void;
  rename(from: string, to: string): void;
  /** Remove a file or a whole folder; nothing happens if it isn't there. */
  remove(path: string): void;
  chmod(path: string, mode: number): void;
  /** A new empty folder in the system's temporary place, readable by its owner only. */
  temporaryFolder(prefix: string): string;
}

export interface Entry {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Permission bits, e.g. 0o644; on Windows as node reports them. */
  readonly mode: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}
