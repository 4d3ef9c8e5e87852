import type { Files } from '../ports/index.js';
import type { LogPlace } from './layout.js';
import { GrowingTree, hashLength, peakPlaces, storedCount, storedIndex } from './tree.js';

/** The tree of the first `size` records as hashes.bin has it; undefined if the file is too short. */
export const storedTree = (files: Files, place: LogPlace, size: number): GrowingTree | undefined => {
  const peaks: Uint8Array[] = [];
  for (const { level, index } of peakPlaces(size)) {
    const peak = files.readRange(place.hashes, storedIndex(level, index) * hashLength, hashLength);
    if (peak.length !== hashLength) return undefined;
    peaks.push(peak);
  }
  return new GrowingTree(size, peaks);
};

/** The stored hash of one record. */
export const storedLeaf = (files: Files, place: LogPlace, index: number): Uint8Array =>
  files.readRange(place.hashes, storedIndex(0, index) * hashLength, hashLength);

/** Whether one of the first `size` records has this leaf hash. Reads all of them; for recovery only. */
export const hasLeaf = (files: Files, place: LogPlace, size: number, leaf: Uint8Array): boolean => {
  const all = files.readRange(place.hashes, 0, storedCount(size) * hashLength);
  const buffer = Buffer.from(all.buffer, all.byteOffset, all.length);
  for (let at = buffer.indexOf(leaf); at >= 0; at = buffer.indexOf(leaf, at + 1)) {
    if (at % hashLength === 0) return true;
  }
  return false;
};

/** Bytes of hashes.bin read at once. */
const firstWindow = 16 << 10;
const widestWindow = 4 << 20;

/** Holds hashes against those of hashes.bin, in stored order. */
export class StoredHashReader {
  readonly #files: Files;
  readonly #path: string;
  #buffer: Uint8Array = new Uint8Array(0);
  #at = 0;
  #next = 0;
  #window = firstWindow;

  constructor(files: Files, path: string) {
    this.#files = files;
    this.#path = path;
  }

  /** Whether the next stored hash is this one; false also at the end of the file. */
  matches(hash: Uint8Array): boolean {
    if (this.#at + hashLength > this.#buffer.length) {
      this.#buffer = this.#files.readRange(this.#path, this.#next, this.#window);
      this.#window = Math.min(this.#window * 4, widestWindow);
      this.#next += this.#buffer.length;
      this.#at = 0;
      if (this.#buffer.length < hashLength) return false;
    }
    const start = this.#at;
    this.#at += hashLength;
    for (let i = 0; i < hashLength; i++) if (this.#buffer[start + i] !== hash[i]) return false;
    return true;
  }
}
