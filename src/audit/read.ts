import { Fault } from '../faults/index.js';
import type { Files } from '../ports/index.js';
import { readCheckpoint } from './checkpoint.js';
import type { FoundLog } from './find.js';
import { storedLeaf } from './hashes.js';
import { segmentLines, segmentOf, segmentPath } from './layout.js';
import { readOffset } from './offsets.js';
import { readUnverifiedRecord, type SignedRecord } from './record.js';
import { scanLines } from './scan.js';
import { leafHash } from './tree.js';

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
  /** Indices of the starts among them whose run has no end in the log: still running, or killed together with autogov. */
  readonly unfinished: ReadonlySet<number>;
}

/** Records looked at together, from the end of the log to its start. */
const stride = 256;

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
  const counts = new LineEnds();
  const ended = new Set<unknown>();
  const last = Math.min(before ?? size, size);
  const page = (next: number | undefined): Page => {
    const open = new Map<unknown, number>();
    for (const { index, record } of records) {
      if (record.name === 'run-start' && !ended.has(record.common.id)) open.set(record.common.id, index);
    }
    for (let first = last; first < size && open.size > 0; first += stride) {
      for (const each of readRange(files, log, first, Math.min(size, first + stride), counts)) open.delete(endOf(each));
    }
    return { records, next, size, unfinished: new Set(open.values()) };
  };
  let end = last;
  while (end > 0) {
    const first = Math.max(0, end - stride);
    for (const each of readRange(files, log, first, end, counts).reverse()) {
      if (records.length === limit) return page(each.index + 1);
      ended.add(endOf(each));
      if (matches(each.record, filter)) records.push(each);
    }
    end = first;
  }
  return page(undefined);
};

/** The id of the start that a record is the end of; undefined for every other record. */
const endOf = ({ record }: ReadRecord): unknown => Object(record.statement.predicate['start'])['id'];

/** @throws Fault AG405 if there is none of that index or id */
export const readRecord = (files: Files, log: FoundLog, which: string): ReadRecord => {
  const { size } = readCheckpoint(files.read(log.place.checkpoint), log.verifier, log.place.checkpoint);
  if (/^#?(?:0|[1-9][0-9]{0,14})$/.test(which)) {
    const index = Number(which.replace('#', ''));
    const [found] = index < size ? readRange(files, log, index, index + 1) : [];
    if (found !== undefined) return found;
  } else {
    const counts = new LineEnds();
    for (let end = size; end > 0; end -= stride) {
      const found = readRange(files, log, Math.max(0, end - stride), end, counts).find(
        (each) => each.record.common.id === which,
      );
      if (found !== undefined) return found;
    }
  }
  throw new Fault('AG405', { which });
};

/** Records [first, end). */
const readRange = (files: Files, log: FoundLog, first: number, end: number, counts = new LineEnds()): ReadRecord[] => {
  const found: ReadRecord[] = [];
  const take = (index: number, line: Uint8Array): void => {
    try {
      const text = Buffer.from(line.buffer, line.byteOffset, line.length).toString('latin1');
      found.push({ index, line: text, record: readUnverifiedRecord(line, log.id) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const { segment, line: position } = segmentOf(index);
      throw new Fault('AG401', { path: segmentPath(log.place, segment), line: position + 1, reason: error.message });
    }
  };
  let index = first;
  while (index < end) {
    const lines = Math.min(end - index, segmentLines - segmentOf(index).line);
    const read = linesByOffset(files, log, index, lines) ?? linesByCount(files, counts, log, index, lines);
    for (const line of read) take(index++, line);
  }
  return found;
};

/** Lines of one segment by the offsets; undefined unless they lead to the very record that the tree has at this index. */
const linesByOffset = (files: Files, log: FoundLog, index: number, lines: number): Uint8Array[] | undefined => {
  const { segment, line } = segmentOf(index);
  const start = line === 0 ? 0 : readOffset(files, log.place, index - 1);
  const end = readOffset(files, log.place, index + lines - 1);
  if (start === undefined || end === undefined || start >= end) return undefined;
  const found = linesBetween(files, segmentPath(log.place, segment), start, end, lines);
  const [head] = found;
  if (head === undefined || found.length < lines) return undefined;
  return Buffer.compare(leafHash(head), storedLeaf(files, log.place, index)) === 0 ? found : undefined;
};

/** Lines of one segment, counted from its start. @throws Fault AG401 if it has not so many */
const linesByCount = (files: Files, counts: LineEnds, log: FoundLog, index: number, lines: number): Uint8Array[] => {
  const { segment, line } = segmentOf(index);
  const path = segmentPath(log.place, segment);
  const ends = counts.of(files, path);
  const end = ends[line + lines - 1];
  if (end === undefined) {
    const records = index - line + ends.length;
    throw new Fault('AG401', { path, reason: `it has fewer records than its checkpoint says: ${records}` });
  }
  return linesBetween(files, path, line === 0 ? 0 : (ends[line - 1] ?? 0), end, lines);
};

const linesBetween = (files: Files, path: string, start: number, end: number, most: number): Uint8Array[] => {
  const found: Uint8Array[] = [];
  scanLines(files, path, start, most, (buffer, from, to) => void found.push(buffer.subarray(from, to)), end);
  return found;
};

/** Where the lines of a segment end, counted once for the segment that was read last. */
class LineEnds {
  #path: string | undefined;
  #ends: readonly number[] = [];

  of(files: Files, path: string): readonly number[] {
    if (this.#path === path) return this.#ends;
    const ends: number[] = [];
    scanLines(files, path, 0, segmentLines, (_, __, ___, next) => void ends.push(next));
    this.#path = path;
    this.#ends = ends;
    return ends;
  }
}

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
