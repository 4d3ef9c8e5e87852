import type { Files } from '../ports/index.js';
import { type LogPlace, offsetLength } from './layout.js';

/** Where the line of a record ends in its segment, behind its LF; undefined where the index does not say. */
export const readOffset = (files: Files, place: LogPlace, index: number): number | undefined => {
  const bytes = files.readRange(place.offsets, index * offsetLength, offsetLength);
  if (bytes.length < offsetLength) return undefined;
  const end = Buffer.from(bytes).readUIntLE(0, offsetLength);
  return end === 0 ? undefined : end;
};

/** Not synced: whatever is lost is counted again from the records. The folder is disposable, so it may be gone. */
export const writeOffsets = (files: Files, place: LogPlace, first: number, ends: readonly number[]): void => {
  const bytes = Buffer.alloc(ends.length * offsetLength);
  for (const [i, end] of ends.entries()) bytes.writeUIntLE(end, i * offsetLength, offsetLength);
  if (files.stat(place.index) === undefined) files.makeFolder(place.index, 0o700);
  files.write(place.offsets, first * offsetLength, bytes);
};
