import { basename, dirname, join } from 'node:path';

/** Lines in a full segment of records. */
export const segmentLines = 65_536;
/** Bytes of one entry of the offsets: where its line ends in its segment, after the LF; little-endian. */
export const offsetLength = 6;

/**
 * The paths of one log.
 * ```
 * <folder>/records/000000.jsonl    one DSSE envelope a line, 65,536 lines a segment
 * <folder>/hashes.bin              32-byte nodes in stored order
 * <folder>/checkpoint              the commit point
 * <folder>/index/offsets.bin       disposable: where each line ends
 * <folder>/quarantine/             bytes that stood behind the checkpoint and were no record
 * <folder>.key                     the log's own key, which must not travel with copies of the folder
 * ```
 */
export interface LogPlace {
  readonly folder: string;
  readonly records: string;
  readonly hashes: string;
  readonly checkpoint: string;
  readonly index: string;
  readonly offsets: string;
  readonly quarantine: string;
  readonly key: string;
}

/** @param folder absolute; may be a copy of a log anywhere */
export const placeOf = (folder: string): LogPlace => ({
  folder,
  records: join(folder, 'records'),
  hashes: join(folder, 'hashes.bin'),
  checkpoint: join(folder, 'checkpoint'),
  index: join(folder, 'index'),
  offsets: join(folder, 'index', 'offsets.bin'),
  quarantine: join(folder, 'quarantine'),
  key: join(dirname(folder), `${basename(folder)}.key`),
});

export const logsFolder = (state: string): string => join(state, 'logs');
export const logFolder = (state: string, id: string): string => join(logsFolder(state), id);

export const segmentName = (segment: number): string => `${String(segment).padStart(6, '0')}.jsonl`;
export const segmentPath = (place: LogPlace, segment: number): string => join(place.records, segmentName(segment));

/** The segment that holds a record, and how many lines stand before it there. */
export const segmentOf = (index: number): { readonly segment: number; readonly line: number } => ({
  segment: Math.floor(index / segmentLines),
  line: index % segmentLines,
});

const idShape = /^[0-9a-f]{32}$/;
const originPrefix = 'autogov.internal/';

/** Whether a text is a log id: 128 random bits in hex. */
export const isLogId = (text: string): boolean => idShape.test(text);
export const originOf = (id: string): string => `${originPrefix}${id}`;
export const idOfOrigin = (origin: string): string | undefined =>
  origin.startsWith(originPrefix) && isLogId(origin.slice(originPrefix.length))
    ? origin.slice(originPrefix.length)
    : undefined;
