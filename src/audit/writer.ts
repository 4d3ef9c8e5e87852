import { Fault } from '../faults/index.js';
import type { Files } from '../ports/index.js';
import { isAdmissible } from './admit.js';
import { type Checkpoint, readCheckpoint, signCheckpoint } from './checkpoint.js';
import { type LogPlace, segmentLines, segmentOf, segmentPath } from './layout.js';
import type { NoteKey } from './note.js';
import { writeOffsets } from './offsets.js';
import { committedEnd, committedTree, linesBehind, quarantine } from './recover.js';
import { type GrowingTree, hashLength, leafHash, storedCount } from './tree.js';

/** What the checkpoint on disk commits to, ready for the next record. */
export interface Committed {
  /** The bytes of the checkpoint file. */
  readonly note: Uint8Array;
  readonly checkpoint: Checkpoint;
  readonly tree: GrowingTree;
  /** Bytes of the last segment that are committed. */
  readonly end: number;
}

/** A log that can be written: its folder and its own key. */
export interface Writable {
  readonly files: Files;
  readonly place: LogPlace;
  readonly id: string;
  readonly key: NoteKey;
}

/** The checkpoint as it stands, verified, unless it is the one that is already held. */
export const currentCheckpoint = (log: Writable, held: Committed | undefined): Checkpoint => {
  const bytes = log.files.read(log.place.checkpoint);
  if (held !== undefined && bytes !== undefined && Buffer.compare(bytes, held.note) === 0) return held.checkpoint;
  return readCheckpoint(bytes, log.key, log.place.checkpoint);
};

/**
 * Read the committed state and bring the disk to it: whole admissible lines behind the checkpoint are taken in, anything else there goes
 * to quarantine. Under the lock only.
 * @param own raw public key of whoever appends
 * @throws Fault AG403 for a bad checkpoint, AG401 where the records are not what it signed
 */
export const settle = (log: Writable, held: Committed | undefined, own: Uint8Array): Committed => {
  const { files, place } = log;
  const note = files.read(place.checkpoint);
  const same = held !== undefined && note !== undefined && Buffer.compare(note, held.note) === 0;
  let committed = same ? held : firstLook(log, note);
  for (;;) {
    const { segment } = segmentOf(committed.tree.size);
    const path = segmentPath(place, segment);
    const entry = files.stat(path);
    if (entry !== undefined && entry.kind !== 'file')
      throw new Fault('AG408', { path, reason: `it is a ${entry.kind}` });
    if ((entry?.size ?? 0) === committed.end) return committed;
    let kept = committedEnd(files, place, committed.tree.size);
    for (const candidate of linesBehind(files, path, kept)) {
      if (segmentOf(committed.tree.size).segment !== segment) break;
      if (!isAdmissible(files, place, log.id, committed.tree.size, candidate, own)) break;
      committed = commit(log, committed, candidate.leaf, candidate.end);
      kept = candidate.end;
    }
    quarantine(files, place, segment, kept);
    if (segmentOf(committed.tree.size).segment === segment) return { ...committed, end: kept };
  }
};

const firstLook = (log: Writable, note: Uint8Array | undefined): Committed => {
  const checkpoint = readCheckpoint(note, log.key, log.place.checkpoint);
  const tree = committedTree(log.files, log.place, checkpoint);
  const end = committedEnd(log.files, log.place, checkpoint.size);
  return { note: note ?? new Uint8Array(0), checkpoint, tree, end };
};

/**
 * Write one line behind what is committed, then commit it.
 * @throws Fault AG212, AG213: the line was cut off again, as far as the disk allowed
 */
export const write = (log: Writable, committed: Committed, line: Uint8Array): Committed => {
  const { segment, line: position } = segmentOf(committed.tree.size);
  const path = segmentPath(log.place, segment);
  const bytes = Buffer.concat([line, Buffer.of(0x0a)]);
  try {
    // A new file is renamed into place, so that its name is durable too.
    if (position === 0) log.files.writeAtomic(path, bytes, 0o600);
    else log.files.writeSynced(path, committed.end, bytes);
    return commit(log, committed, leafHash(line), committed.end + bytes.length);
  } catch (error) {
    undo(log, committed, path);
    throw error;
  }
};

/** Store the hashes of a line that is on disk, and sign it in. */
const commit = (log: Writable, committed: Committed, leaf: Uint8Array, end: number): Committed => {
  const { files, place } = log;
  const tree = committed.tree.copy();
  const stored = tree.add(leaf);
  files.writeSynced(place.hashes, storedCount(committed.tree.size) * hashLength, Buffer.concat(stored));
  writeOffsets(files, place, committed.tree.size, [end]);
  const checkpoint = { origin: log.key.name, size: tree.size, root: tree.root() };
  const note = signCheckpoint(log.key, checkpoint.size, checkpoint.root);
  files.writeAtomic(place.checkpoint, note, 0o600);
  return { note, checkpoint, tree, end: tree.size % segmentLines === 0 ? 0 : end };
};

/** Best effort: what it can't cut is settled by the next append. Never cuts what a checkpoint on disk may have committed. */
const undo = (log: Writable, committed: Committed, path: string): void => {
  try {
    const note = log.files.read(log.place.checkpoint);
    if (note === undefined || Buffer.compare(note, committed.note) !== 0) return;
    if (committed.end === 0) log.files.remove(path);
    else log.files.truncate(path, committed.end);
  } catch {
    // The fault that led here says more.
  }
};
