import { mostLine } from '../evidence/index.js';
import type { Files } from '../ports/index.js';
import { type LogPlace, segmentLines, segmentOf, segmentPath } from './layout.js';

/** Bytes read at once: a small log costs little, a big one few calls. */
const firstWindow = 64 << 10;
const widestWindow = 8 << 20;
const lineFeed = 0x0a;

/** Where a scan of lines stopped. */
export interface ScanEnd {
  /** Whole lines visited. */
  readonly lines: number;
  /** Offset in the file behind the last visited line. */
  readonly offset: number;
}

/**
 * Visit the whole lines of one file from an offset on, in windows: memory stays flat. Stops before a line that is longer
 * than any record.
 * @param most lines to visit at most
 * @param until where the last of them ends, if that is known: then not a byte more is read
 * @param visit gets the buffer and where the line lies in it, without its LF; the byte before it may be overwritten
 */
export const scanLines = (
  files: Files,
  path: string,
  from: number,
  most: number,
  visit: (buffer: Uint8Array, start: number, end: number, nextOffset: number) => void,
  until = Number.POSITIVE_INFINITY,
): ScanEnd => {
  let offset = from;
  let lines = 0;
  let carried = new Uint8Array(0);
  let window = firstWindow;
  while (lines < most && carried.length <= mostLine) {
    const position = offset + carried.length;
    const read = files.readRange(path, position, Math.max(0, Math.min(window, until - position)));
    if (read.length === 0) break;
    window = Math.min(window * 4, widestWindow);
    // One spare byte in front, so that every line has a byte before it.
    const buffer = Buffer.allocUnsafe(1 + carried.length + read.length);
    buffer.set(carried, 1);
    buffer.set(read, 1 + carried.length);
    let start = 1;
    while (lines < most) {
      const end = buffer.indexOf(lineFeed, start);
      if (end < 0) break;
      offset += end + 1 - start;
      lines += 1;
      visit(buffer, start, end, offset);
      start = end + 1;
    }
    carried = new Uint8Array(buffer.subarray(start));
  }
  return { lines, offset };
};

/**
 * Visit the records [0, size) of a log.
 * @param visit index of the record, and the line as scanLines hands it
 * @returns how many were there, at most `size`
 */
export const scanRecords = (
  files: Files,
  place: LogPlace,
  size: number,
  visit: (index: number, buffer: Uint8Array, start: number, end: number, nextOffset: number) => void,
): number => {
  let index = 0;
  while (index < size) {
    const { segment } = segmentOf(index);
    const first = index;
    const most = Math.min(size, (segment + 1) * segmentLines) - first;
    const { lines } = scanLines(files, segmentPath(place, segment), 0, most, (buffer, start, end, next) => {
      visit(index, buffer, start, end, next);
      index += 1;
    });
    if (lines < most) break;
  }
  return index;
};
