import type { Files } from '../../src/ports/index.js';

/** What stands at one path of the disk in memory. */
export type Node =
  | { readonly kind: 'file'; bytes: Uint8Array; mode: number; modified: number }
  | { readonly kind: 'folder'; mode: number; modified: number }
  | { readonly kind: 'link'; readonly target: string; readonly mode: number; readonly modified: number };

/** Content by absolute path; a value of `{ link }` is a symbolic link, a path ending in `/` an empty folder. */
export type Tree = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>;

export type Operation = Exclude<keyof Files, 'readText'>;

/** What a planned failure answers: AG211/AG212 with a reason of the system, or AG213. */
export type Failure = 'denied' | 'read-only' | 'full' | 'io';

/** Thrown by every change from the one on that `crashAt` named: the process is dead, so nothing may catch and go on. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** A disk in memory with the rules of a POSIX one: parents must exist, modes of the owner count, links are followed. */
export interface MemoryFiles extends Files {
  /** Put files, folders and links there, parents included, whatever the modes say. */
  put(tree: Tree): void;
  /** Every file as text by path (links as `-> target`), sorted; folders left out. */
  snapshot(below?: string): Record<string, string>;
  /** From now on the operation fails on paths that match, after letting `after` of them pass. */
  fail(operation: Operation, path: string | RegExp, failure: Failure, after?: number): void;
  /** The n-th change from now (1-based) and all later ones throw Crash; `torn` bytes of a writeSynced still reach the disk. */
  crashAt(change: number, torn?: number): void;
  /** The same disk after a restart: content kept, planned failures and crashes forgotten. */
  reboot(): MemoryFiles;
  /** Every change so far, e.g. `writeAtomic /a/b`. */
  readonly changes: readonly string[];
}
