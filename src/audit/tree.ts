import { hash } from 'node:crypto';

/** Bytes of a hash. */
export const hashLength = 32;

const digest = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** SHA-256(0x00 ‖ line), the line without its LF (RFC 6962, section 2.1). */
export const leafHash = (line: Uint8Array): Uint8Array => {
  const prefixed = new Uint8Array(line.length + 1);
  prefixed.set(line, 1);
  return digest(prefixed);
};

/**
 * The same where the line lies at [start, end) of a bigger buffer, without copying it.
 * The byte before the line is overwritten: it is the LF of the line before, or a spare one.
 */
export const leafHashInPlace = (buffer: Uint8Array, start: number, end: number): Uint8Array => {
  buffer[start - 1] = 0;
  return digest(buffer.subarray(start - 1, end));
};

const nodeBuffer = new Uint8Array(1 + 2 * hashLength);

/** SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => {
  nodeBuffer[0] = 1;
  nodeBuffer.set(left, 1);
  nodeBuffer.set(right, 1 + hashLength);
  return digest(nodeBuffer);
};

/**
 * How many hashes are stored for a tree of this size. Order: each leaf, and after it the nodes that it completes,
 * lowest first, as StoredHashes of golang.org/x/mod/sumdb/tlog has them.
 */
export const storedCount = (size: number): number => {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest;
  return count;
};

/** Where the hash of the `index`-th node of a level is stored; level 0 are the leaves. */
export const storedIndex = (level: number, index: number): number => {
  // The last leaf below the node is stored first, then its ancestors up to the node.
  const lastLeaf = (index + 1) * 2 ** level - 1;
  return storedCount(lastLeaf) + level;
};

/** The complete subtrees that a tree of this size is made of, widest (leftmost) first. */
export const peakPlaces = (size: number): { readonly level: number; readonly index: number }[] => {
  const places = [];
  let level = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2), level++) {
    if (rest % 2 === 1) places.unshift({ level, index: rest - 1 });
  }
  return places;
};

/** The root over peaks, widest first; SHA-256 of nothing for the empty tree. */
export const rootOfPeaks = (peaks: readonly Uint8Array[]): Uint8Array => {
  let root = peaks.at(-1);
  if (root === undefined) return digest(new Uint8Array(0));
  for (let i = peaks.length - 2; i >= 0; i--) root = nodeHash(peaks[i] ?? root, root);
  return root;
};

/** A tree that only grows, held by its peaks: all that the next leaf needs. */
export class GrowingTree {
  #size: number;
  readonly #peaks: Uint8Array[];

  constructor(size = 0, peaks: readonly Uint8Array[] = []) {
    this.#size = size;
    this.#peaks = [...peaks];
  }

  get size(): number {
    return this.#size;
  }

  root(): Uint8Array {
    return rootOfPeaks(this.#peaks);
  }

  copy(): GrowingTree {
    return new GrowingTree(this.#size, this.#peaks);
  }

  /** Add a leaf. @returns the hashes to store, in stored order: the leaf and the nodes that it completes */
  add(leaf: Uint8Array): Uint8Array[] {
    const stored = [leaf];
    let node = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      node = nodeHash(this.#peaks.pop() ?? node, node);
      stored.push(node);
    }
    this.#peaks.push(node);
    this.#size += 1;
    return stored;
  }
}
