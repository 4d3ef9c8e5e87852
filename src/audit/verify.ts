import { Fault } from '../faults/index.js';
import type { Files } from '../ports/index.js';
import { type Checkpoint, readCheckpoint } from './checkpoint.js';
import type { FoundLog } from './find.js';
import { StoredHashReader, storedTree } from './hashes.js';
import { segmentName, segmentOf, segmentPath } from './layout.js';
import { readOffset } from './offsets.js';
import { scanLines, scanRecords } from './scan.js';
import { GrowingTree, leafHashInPlace } from './tree.js';
import type { Problem, Verdict, VerifyOptions } from './verdict.js';
import { RecordJudge } from './verify-records.js';

const mostProblems = 100;
const progressEvery = 4096;

/**
 * Recompute the tree of a log from its records, hold it against the signed checkpoint, and verify every signature.
 * One pass over the records; memory stays flat but for the ids. Nothing is repaired, no lock is taken: what is appended
 * meanwhile stands behind the checkpoint that was read first.
 * A log that was cut back together with its checkpoint, or rebuilt with its key, is not seen here: only an anchor shows that.
 * @see RFC 6962, section 2.1
 */
export const verifyLog = (files: Files, log: FoundLog, options: VerifyOptions = {}): Verdict => {
  const problems: Problem[] = [];
  let problemCount = 0;
  const report = (problem: Problem): void => {
    problemCount += 1;
    if (problems.length < mostProblems) problems.push(problem);
  };
  const checkpoint = checkpointOf(files, log, report);
  const judge = new RecordJudge(log, options, (size) => storedTree(files, log.place, size)?.root(), report);
  if (checkpoint !== undefined) proveRecords(files, log, checkpoint, options, judge, report);
  return {
    logId: log.id,
    vkey: log.vkey,
    vkeyFrom: log.vkeyFrom,
    sound: problemCount === 0,
    size: checkpoint?.size ?? 0,
    root: checkpoint === undefined ? null : Buffer.from(checkpoint.root).toString('hex'),
    anchored: 0,
    anchor: 'none',
    problems: problems.sort((a, b) => (a.index ?? -1) - (b.index ?? -1)),
    problemCount,
    checked: { signatures: judge.verified, authority: options.judge !== undefined && options.treeOnly !== true },
    ungranted: judge.ungranted,
    unfinished: judge.unfinished,
    uncommitted: checkpoint === undefined ? 0 : bytesBehind(files, log, checkpoint.size),
    quarantined: files.list(log.place.quarantine).length,
  };
};

const checkpointOf = (files: Files, log: FoundLog, report: (problem: Problem) => void): Checkpoint | undefined => {
  try {
    return readCheckpoint(files.read(log.place.checkpoint), log.verifier, log.place.checkpoint);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'AG403') throw error;
    report({ kind: 'checkpoint', reason: error.message });
    return undefined;
  }
};

const proveRecords = (
  files: Files,
  log: FoundLog,
  checkpoint: Checkpoint,
  options: VerifyOptions,
  judge: RecordJudge,
  report: (problem: Problem) => void,
): void => {
  const { size, root } = checkpoint;
  const tree = new GrowingTree();
  const stored = new StoredHashReader(files, log.place.hashes);
  // Records whose own hash is not the stored one, and whether anything else stored differs.
  const differing: number[] = [];
  let differs = false;
  const found = scanRecords(files, log.place, size, (index, buffer, start, end) => {
    if (options.treeOnly !== true) judge.judge(index, buffer.subarray(start, end), tree.root());
    const hashes = tree.add(leafHashInPlace(buffer, start, end));
    for (const [level, hash] of hashes.entries()) {
      if (stored.matches(hash)) continue;
      differs = true;
      if (level === 0 && differing.length < mostProblems) differing.push(index);
    }
    if (index % progressEvery === 0) options.progress?.(index, size);
  });
  if (found < size) {
    report({ kind: 'records', reason: `it has ${found} records, and its checkpoint says ${size}` });
    return;
  }
  if (Buffer.compare(tree.root(), root) === 0) {
    const reason = 'hashes.bin is not the tree of the records; the next append writes it anew';
    if (differs) report({ kind: 'hashes', reason });
    if (judge.misplaced !== undefined) {
      const index = judge.misplaced;
      report({ kind: 'history', index, reason: 'it was signed after other records than those before it' });
    }
    return;
  }
  const kept = storedTree(files, log.place, size);
  if (kept !== undefined && Buffer.compare(kept.root(), root) === 0) {
    for (const index of differing)
      report({ kind: 'records', index, reason: 'it is not the record that was committed' });
    if (differing.length > 0) return;
  }
  report({ kind: 'records', reason: 'the records do not lead to the root that the checkpoint signed' });
};

/** Bytes in the last segment, and in any after it, that the checkpoint does not cover. */
const bytesBehind = (files: Files, log: FoundLog, size: number): number => {
  const { segment, line } = segmentOf(size);
  const path = segmentPath(log.place, segment);
  let end = line === 0 ? 0 : readOffset(files, log.place, size - 1);
  const have = files.stat(path)?.size ?? 0;
  if (end !== have) end = scanLines(files, path, 0, line, () => undefined).offset;
  const later = files
    .list(log.place.records)
    .filter((name) => name > segmentName(segment))
    .map((name) => files.stat(`${log.place.records}/${name}`)?.size ?? 0);
  return later.reduce((sum, bytes) => sum + bytes, Math.max(0, have - end));
};
