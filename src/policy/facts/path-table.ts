/**
 * Places of paths in one buffer, found by a hash of their bytes with case (and Unicode composition) taken away: open addressing over
 * three arrays of numbers, so that 100,000 paths cost no object. A start is kept one higher: 0 marks an empty slot.
 */
export class PathTable {
  #capacity: number;
  #hashes: Int32Array;
  #starts: Uint32Array;
  #ends: Uint32Array;
  #count = 0;

  /** @param expected how many paths will be entered, roughly */
  constructor(expected: number) {
    this.#capacity = 1 << Math.max(6, Math.ceil(Math.log2(expected * 2 + 1)));
    this.#hashes = new Int32Array(this.#capacity);
    this.#starts = new Uint32Array(this.#capacity);
    this.#ends = new Uint32Array(this.#capacity);
  }

  enter(hash: number, start: number, end: number): void {
    if (++this.#count * 2 > this.#capacity) this.#grow();
    this.#put(hash, start + 1, end);
  }

  /** The first entry of this hash that `found` accepts; undefined if there is none. */
  find(hash: number, found: (start: number, end: number) => boolean): number | undefined {
    const mask = this.#capacity - 1;
    for (let slot = hash & mask; this.#starts[slot] !== 0; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] !== hash) continue;
      const start = (this.#starts[slot] ?? 1) - 1;
      if (found(start, this.#ends[slot] ?? 0)) return start;
    }
    return undefined;
  }

  #put(hash: number, start: number, end: number): void {
    const mask = this.#capacity - 1;
    let slot = hash & mask;
    while (this.#starts[slot] !== 0) slot = (slot + 1) & mask;
    this.#hashes[slot] = hash;
    this.#starts[slot] = start;
    this.#ends[slot] = end;
  }

  #grow(): void {
    const [hashes, starts, ends] = [this.#hashes, this.#starts, this.#ends];
    this.#capacity *= 2;
    this.#hashes = new Int32Array(this.#capacity);
    this.#starts = new Uint32Array(this.#capacity);
    this.#ends = new Uint32Array(this.#capacity);
    for (let i = 0; i < starts.length; i++) {
      const start = starts[i] ?? 0;
      if (start !== 0) this.#put(hashes[i] ?? 0, start, ends[i] ?? 0);
    }
  }
}
