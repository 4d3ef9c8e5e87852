import type { Tree } from './tree.js';

/** A path or folder that a file system without case would take for another one. */
export interface Collision {
  readonly path: string;
  readonly other: string;
}

/**
 * Paths, folders among them, that are the same once case (and Unicode composition) is taken away.
 * One pass over the bytes: an open-addressing table of 32-bit hashes with the place of each path; text is made only where two hashes meet.
 * git lists sorted, so a folder that the path before had too is not entered again.
 */
export const findCollisions = (tree: Tree): readonly Collision[] => {
  const { bytes } = tree;
  const found: Collision[] = [];
  const seen = new Set<string>();
  let capacity = 1 << 12;
  let hashes = new Uint32Array(capacity);
  let starts = new Uint32Array(capacity);
  let ends = new Uint32Array(capacity);
  let count = 0;

  const grow = (): void => {
    const [oldHashes, oldStarts, oldEnds] = [hashes, starts, ends];
    capacity *= 2;
    hashes = new Uint32Array(capacity);
    starts = new Uint32Array(capacity);
    ends = new Uint32Array(capacity);
    for (let i = 0; i < oldStarts.length; i++) {
      const start = oldStarts[i] ?? 0;
      if (start === 0) continue;
      const hash = oldHashes[i] ?? 0;
      let slot = hash & (capacity - 1);
      while (starts[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      hashes[slot] = hash;
      starts[slot] = start;
      ends[slot] = oldEnds[i] ?? 0;
    }
  };

  const enter = (hash: number, start: number, end: number): void => {
    let slot = hash & (capacity - 1);
    for (; starts[slot] !== 0; slot = (slot + 1) & (capacity - 1)) {
      if (hashes[slot] !== hash) continue;
      const otherStart = starts[slot] ?? 0;
      const otherEnd = ends[slot] ?? 0;
      if (sameBytes(bytes, start, end, otherStart, otherEnd)) return;
      if (fold(tree.text(start, end)) === fold(tree.text(otherStart, otherEnd)))
        report(start, end, otherStart, otherEnd);
    }
    hashes[slot] = hash;
    starts[slot] = start;
    ends[slot] = end;
    count += 1;
    if (count * 2 > capacity) grow();
  };

  const report = (start: number, end: number, otherStart: number, otherEnd: number): void => {
    const path = tree.text(start, end);
    // Below two folders that collide everything collides; the folders say it once.
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) if (seen.has(path.slice(0, at))) return;
    if (seen.has(path)) return;
    seen.add(path);
    found.push({ path, other: tree.text(otherStart, otherEnd) });
  };

  let before = 0;
  let beforeEnd = 0;
  tree.visit((start, end) => {
    let shared = 0;
    const limit = Math.min(end - start, beforeEnd - before);
    while (shared < limit && bytes[start + shared] === bytes[before + shared]) shared += 1;
    let hash = 0x811c9dc5;
    let wide = false;
    for (let i = start; i < end; i++) {
      let byte = bytes[i] ?? 0;
      if (byte >= 0x80) wide = true;
      if (byte === 0x2f && i - start >= shared)
        enter(wide ? hashText(fold(tree.text(start, i))) : hash >>> 0, start, i);
      if (byte >= 0x41 && byte <= 0x5a) byte |= 0x20;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    enter(wide ? hashText(fold(tree.text(start, end))) : hash >>> 0, start, end);
    before = start;
    beforeEnd = end;
  });
  return found;
};

const fold = (text: string): string => text.normalize('NFC').toLowerCase();

const hashText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
};

const sameBytes = (bytes: Uint8Array, start: number, end: number, otherStart: number, otherEnd: number): boolean => {
  if (end - start !== otherEnd - otherStart) return false;
  for (let i = 0; i < end - start; i++) if (bytes[start + i] !== bytes[otherStart + i]) return false;
  return true;
};
