import { join } from 'node:path';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Files } from '../ports/index.js';
import type { Checkpoint } from './checkpoint.js';
import { storedLeaf, storedTree } from './hashes.js';
import { type LogPlace, segmentLines, segmentName, segmentOf, segmentPath } from './layout.js';
import { readOffset, writeOffsets } from './offsets.js';
import { scanLines, scanRecords } from './scan.js';
import { type GrowingTree, hashLength, leafHash, leafHashInPlace, storedCount, GrowingTree as Tree } from './tree.js';

/** A whole line behind the checkpoint that may become a record. */
export interface Candidate {
  readonly line: Uint8Array;
  readonly leaf: Uint8Array;
  /** End of the line in its segment, behind the LF. */
  readonly end: number;
}

/**
 * The tree that the checkpoint signed: from hashes.bin, or, where that does not lead to the root, from the records,
 * and then hashes.bin is written anew.
 * @throws Fault AG401 if neither leads to it
 */
export const committedTree = (files: Files, place: LogPlace, checkpoint: Checkpoint): GrowingTree => {
  const stored = storedTree(files, place, checkpoint.size);
  const whole = (files.stat(place.hashes)?.size ?? 0) >= storedCount(checkpoint.size) * hashLength;
  if (whole && stored !== undefined && Buffer.compare(stored.root(), checkpoint.root) === 0) return stored;
  const tree = new Tree();
  const hashes = Buffer.alloc(storedCount(checkpoint.size) * hashLength);
  let at = 0;
  const found = scanRecords(files, place, checkpoint.size, (_, buffer, start, end) => {
    for (const hash of tree.add(leafHashInPlace(buffer, start, end))) {
      hashes.set(hash, at);
      at += hashLength;
    }
  });
  if (found < checkpoint.size) throw fewer(place, found, checkpoint.size);
  if (Buffer.compare(tree.root(), checkpoint.root) !== 0) {
    throw new Fault('AG401', { path: place.folder, reason: 'its records do not lead to the signed root' });
  }
  files.writeAtomic(place.hashes, hashes, 0o600);
  return tree;
};

/**
 * Where the committed lines of the last segment end, from the offsets if the line there is the committed one,
 * else by counting lines from the start of the segment.
 * @throws Fault AG401 if there are fewer lines than committed
 */
export const committedEnd = (files: Files, place: LogPlace, size: number): number => {
  const { segment, line } = segmentOf(size);
  if (line === 0) return 0;
  const path = segmentPath(place, segment);
  const start = line === 1 ? 0 : readOffset(files, place, size - 2);
  const end = readOffset(files, place, size - 1);
  if (start !== undefined && end !== undefined && start < end && end - start <= 65_536) {
    const bytes = files.readRange(path, start, end - start);
    const leaf = leafHash(bytes.subarray(0, -1));
    const ends = bytes.length === end - start && bytes.at(-1) === 0x0a;
    if (ends && Buffer.compare(leaf, storedLeaf(files, place, size - 1)) === 0) return end;
  }
  const offsets: number[] = [];
  const { lines } = scanLines(files, path, 0, line, (_, __, ___, next) => void offsets.push(next));
  if (lines < line) throw fewer(place, size - line + lines, size);
  writeOffsets(files, place, size - line, offsets);
  return offsets.at(-1) ?? 0;
};

/** The whole lines of a segment behind an offset. */
export const linesBehind = (files: Files, path: string, from: number): Candidate[] => {
  const found: Candidate[] = [];
  scanLines(files, path, from, segmentLines, (buffer, start, end, next) => {
    const line = buffer.slice(start, end);
    found.push({ line, leaf: leafHash(line), end: next });
  });
  return found;
};

/**
 * Move what stands behind an offset out of the segment into the quarantine folder, then cut the segment. A kill between the two leaves both,
 * and the next time writes the same file under the same name.
 */
export const quarantine = (files: Files, place: LogPlace, segment: number, from: number): void => {
  const path = segmentPath(place, segment);
  const size = files.stat(path)?.size ?? 0;
  if (size <= from) return;
  files.makeFolder(place.quarantine, 0o700);
  const bytes = files.readRange(path, from, size - from);
  files.writeAtomic(quarantinePath(place, segment, from, bytes), bytes, 0o600);
  files.truncate(path, from);
};

const quarantinePath = (place: LogPlace, segment: number, from: number, bytes: Uint8Array): string =>
  join(
    place.quarantine,
    `${segmentName(segment).slice(0, -'.jsonl'.length)}-${from}-${sha256(bytes).slice(0, 16)}.bin`,
  );

const fewer = (place: LogPlace, found: number, size: number): Fault =>
  new Fault('AG401', { path: place.folder, reason: `it has ${found} records, and its checkpoint says ${size}` });
