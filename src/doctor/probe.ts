import type { World } from '../ports/index.js';

/** One thing that autogov needs of a machine. A probe is one file; it changes nothing but to make the state folder. */
export interface Probe {
  /** Probes are shown, and their lacks mended, in this order. */
  readonly order: number;
  readonly name: string;
  /** @param outside the repository at hand, if any: programs inside of it are passed over, or it would choose what runs */
  examine(world: World, outside: string | undefined): Promise<Finding>;
}

/** What a probe found. */
export interface Finding {
  /** missing: some command can't work. warning: it works, with less. */
  readonly state: 'ok' | 'missing' | 'warning';
  readonly version?: string;
  /** Absolute path of the program or folder. */
  readonly path?: string;
  /** More in a few words, e.g. where it comes from. */
  readonly detail?: string;
  /** What is lacking and what does not work without it; present unless ok. */
  readonly missing?: string;
  /** A command, or where none does it a sentence, that mends it on this machine; present unless ok. */
  readonly mend?: string;
}

export interface ProbeResult extends Finding {
  readonly name: string;
}

/** Whether a version is at least another, by its numbers: `2.39.5` ≥ `2.31`. */
export const isAtLeast = (version: string, least: string): boolean => {
  const [have, need] = [version, least].map((text) => text.split('.').map(Number));
  for (const [index, part] of (need ?? []).entries()) {
    const mine = have?.[index] ?? 0;
    if (mine !== part) return mine > part;
  }
  return true;
};
