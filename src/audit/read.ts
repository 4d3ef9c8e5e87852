import { Fault } from '../faults/index.js';
import type { Files } from '../ports/index.js';
import { readCheckpoint } from './checkpoint.js';
import type { FoundLog } from './find.js';
import { segmentLines, segmentOf, segmentPath } from './layout.js';
import { readOffset } from './offsets.js';
import { readUnverifiedRecord, type SignedRecord } from './record.js';
import { scanLines } from './scan.js';

/** A record as it stands in the log; nothing of it has been verified. */
export interface ReadRecord {
  readonly index: number;
  /** The envelope, without LF. */
  readonly line: string;
  readonly record: SignedRecord;
}

/** What a reader asks for; all that is given must hold. */
export interface RecordFilter {
  readonly automation?: string;
  readonly principal?: string;
  readonly outcome?: string;
  /** ISO 8601; records that say an earlier time are left out. */
  readonly since?: string;
}

export interface Page {
  /** Newest first. */
  readonly records: readonly ReadRecord[];
  /** Pass it as `before` for the next page; undefined at the end. */
  readonly next: number | undefined;
  /** Records in the log. */
  readonly size: number;
}

/** Records looked at together, from the end of the log to its start. */
const stride = 1024;

/**
 * A page of records, newest first.
 * @param limit records at most
 * @param before only records with a smaller index
 * @throws Fault AG403 for a bad checkpoint, AG401 for a line that is no record: verify tells more
 */
export const readRecords = (
  files: Files,
  log: FoundLog,
  filter: RecordFilter,
  limit: number,
  before?: number,
): Page => {
  const { size } = readCheckpoint(files.read(log.place.checkpoint), log.verifier, log.place.checkpoint);
  const records: ReadRecord[] = [];
  let end = Math.min(before ?? size, size);
  while (end > 0) {
    const first = Math.max(0, end - stride);
    for (const each of readRange(files, log, first, end).reverse()) {
      if (records.length === limit) return { records, next: each.index + 1, size };
      if (matches(each.record, filter)) records.push(each);
    }
    end = first;
  }
  return { records, next: undefined, size };
};

/** @throws Fault AG405 if there is none of that index or id */
export const readRecord = (files: Files, log: FoundLog, which: string): ReadRecord => {
  const { size } = readCheckpoint(files.read(log.place.checkpoint), log.verifier, log.place.checkpoint);
  if (/^#?(?:0|[1-9][0-9]{0,14})$/.test(which)) {
    const index = Number(which.replace('#', ''));
    const [found] = index < size ? readRange(files, log, index, index + 1) : [];
    if (found !== undefined) return found;
  } else {
    for (let end = size; end > 0; end -= stride) {
      const found = readRange(files, log, Math.max(0, end - stride), end).find(
        (each) => each.record.common.id === which,
      );
      if (found !== undefined) return found;
    }
  }
  throw new Fault('AG405', { which });
};

/** Records [first, end). The offsets lead there; where they are missing or wrong, lines are counted from the start of the segment. */
const readRange = (files: Files, log: FoundLog, first: number, end: number): ReadRecord[] => {
  const found: ReadRecord[] = [];
  const take = (index: number, line: Uint8Array): void => {
    try {
      found.push({ index, line: Buffer.from(line).toString('latin1'), record: readUnverifiedRecord(line, log.id) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { segment, line: position } = segmentOf(index);
      throw new Fault('AG401', { path: segmentPath(log.place, segment), line: position + 1, reason: error.message });
    }
  };
  let index = first;
  while (index < end) {
    const { segment, line } = segmentOf(index);
    const path = segmentPath(log.place, segment);
    const lines = Math.min(end - index, segmentLines - line);
    const start = line === 0 ? 0 : readOffset(files, log.place, index - 1);
    const exact = start === 0 || (start !== undefined && files.readRange(path, start - 1, 1)[0] === 0x0a);
    let skipped = exact ? 0 : line;
    const from = index;
    scanLines(files, path, exact && start !== undefined ? start : 0, lines + skipped, (buffer, begin, stop) => {
      if (skipped > 0) skipped -= 1;
      else take(index++, buffer.subarray(begin, stop));
    });
    if (index < from + lines) {
      throw new Fault('AG401', { path, reason: `it has fewer records than its checkpoint says: ${index}` });
    }
  }
  return found;
};

const matches = ({ statement, common }: SignedRecord, filter: RecordFilter): boolean => {
  const { predicate } = statement;
  return (
    (filter.automation === undefined || automationOf(predicate) === filter.automation) &&
    (filter.principal === undefined || common.actor.principal === filter.principal) &&
    (filter.outcome === undefined || outcomeOf(predicate) === filter.outcome) &&
    (filter.since === undefined || common.time >= filter.since)
  );
};

type Predicate = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const automationOf = (predicate: Predicate): string | undefined => text(predicate['automation']);
export const outcomeOf = (predicate: Predicate): string | undefined => text(predicate['outcome']);
