import { encodeBase64 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Files } from '../ports/index.js';
import { hasLeaf, storedTree } from './hashes.js';
import { type LogPlace, segmentOf, segmentPath } from './layout.js';
import { keyOf, readSignedRecord, readUnverifiedRecord, type SignedRecord } from './record.js';
import type { Candidate } from './recover.js';
import { scanLines } from './scan.js';

/**
 * Whether a whole line behind the checkpoint is a record that a killed process had written and not yet committed: signed, for this
 * log, after a state of this log, new to it, by the caller's own key or one that has signed or been named before.
 * @param own raw key of whoever appends now
 */
export const isAdmissible = (
  files: Files,
  place: LogPlace,
  logId: string,
  size: number,
  candidate: Candidate,
  own: Uint8Array,
): boolean => {
  let record: SignedRecord;
  try {
    record = readSignedRecord(candidate.line, logId);
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
  const { before } = record.common;
  if (before === null || before.size > size) return false;
  const tree = storedTree(files, place, before.size);
  if (tree === undefined || encodeBase64(tree.root()) !== before.root) return false;
  if (hasLeaf(files, place, size, candidate.leaf)) return false;
  return Buffer.compare(record.publicKey, own) === 0 || isKnown(files, place, logId, size, record.publicKey);
};

/** Whether a record of the last segment or the one before was signed by this key, or names it as the key of a run. */
const isKnown = (files: Files, place: LogPlace, logId: string, size: number, key: Uint8Array): boolean => {
  const { segment, line } = segmentOf(size);
  let known = false;
  const look = (number: number, lines: number): void => {
    scanLines(files, segmentPath(place, number), 0, lines, (buffer, start, end) => {
      if (known) return;
      const { publicKey, statement } = readUnverifiedRecord(buffer.subarray(start, end), logId);
      const named = runKeyOf(statement.predicate);
      known = Buffer.compare(publicKey, key) === 0 || (named !== undefined && Buffer.compare(named, key) === 0);
    });
  };
  look(segment, line);
  if (!known && segment > 0) look(segment - 1, Number.POSITIVE_INFINITY);
  return known;
};

/** The key that a run-start names for the end of its run. */
export const runKeyOf = (predicate: Readonly<Record<string, unknown>>): Uint8Array | undefined => {
  const { runKey } = predicate;
  return typeof runKey === 'string' ? keyOf(runKey) : undefined;
};
