import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Fault } from '../../faults/index.js';
import type { Entry as DiskEntry, World } from '../../ports/index.js';
import type { Source } from '../facts/source.js';
import type { Offence, Place } from '../model.js';
import type { NotApplicable } from '../rule.js';

export type Verdict = readonly Offence[] | NotApplicable;

/** What rules said of a repository the last time, as long as nothing that any of them looked at has changed. */
export interface Memory {
  /** The source to judge: what is asked of it is written down. */
  readonly source: Source;
  /** What a rule said of these very inputs; undefined where it has to judge. */
  recall(rule: string): Verdict | undefined;
  /** Remember; call it only if every rule came to a verdict. */
  keep(verdicts: ReadonlyMap<string, Verdict>): void;
}

/** Everything that a judgement asked of its source, with a digest of each answer: rules reach a repository in no other way. */
interface Inputs {
  readonly listing: string | null;
  readonly name: string | null;
  readonly texts: readonly (readonly [path: string, answer: string | null])[];
  readonly stats: readonly (readonly [path: string, answer: string | null])[];
}

interface Entry {
  readonly identity: string;
  readonly inputs: Inputs;
  readonly verdicts: readonly (readonly [rule: string, verdict: Verdict])[];
}

/** A repository that asks more than this of the disk, or answers with more, costs less when it is judged again. */
const mostInputs = 2000;
const largestEntry = 2 * 1024 * 1024;
const mostEntries = 256;

/**
 * One file a repository in autogov's cache folder, never in the repository. It is taken only if autogov's build, the day and all inputs
 * are the same; a file that is corrupt, foreign or can't be read or written is as good as none.
 * @returns undefined where nothing may be remembered: a build that does not know its own sources
 */
export const openMemory = (world: World, place: Place, source: Source, today: string): Memory | undefined => {
  const { sources } = world.machine;
  if (sources === undefined) return undefined;
  const identity = JSON.stringify([1, world.version, sources, place.root, today]);
  const path = join(world.machine.folders.cache, 'verdicts', `${sha256(place.root).slice(0, 32)}.json`);
  const before = readEntry(world, path, identity);
  if (before !== undefined && isUnchanged(before.inputs, source)) {
    const known = new Map(before.verdicts);
    return { source, recall: (rule) => known.get(rule), keep: () => undefined };
  }
  const trace = traced(source);
  return {
    source: trace.source,
    recall: () => undefined,
    keep: (verdicts) => {
      const inputs = trace.inputs();
      if (inputs !== undefined) writeEntry(world, path, { identity, inputs, verdicts: [...verdicts] });
    },
  };
};

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

const digestOfText = (text: string | undefined): string | null => (text === undefined ? null : sha256(text));

const digestOfEntry = (found: DiskEntry | undefined): string | null =>
  found === undefined ? null : `${found.kind} ${found.size} ${found.mode}`;

const isUnchanged = ({ listing, name, texts, stats }: Inputs, source: Source): boolean => {
  try {
    return (
      texts.every(([path, answer]) => digestOfText(source.text(path)) === answer) &&
      stats.every(([path, answer]) => digestOfEntry(source.stat(path)) === answer) &&
      (name === null || source.name() === name) &&
      (listing === null || sha256(source.listing()) === listing)
    );
  } catch (error) {
    // What can't be read any more is judged anew, and said there.
    if (error instanceof Fault) return false;
    throw error;
  }
};

const traced = (source: Source): { readonly source: Source; inputs(): Inputs | undefined } => {
  const texts = new Map<string, string | null>();
  const stats = new Map<string, string | null>();
  const whole = new Map<string, string | null>();
  let steady = true;
  /** An answer that fails, or is another one the second time, makes all of it unfit to be remembered. */
  const asked = <T>(
    answers: Map<string, string | null>,
    key: string,
    ask: () => T,
    digest: (answer: T) => string | null,
  ): T => {
    let found = false;
    try {
      const answer = ask();
      const now = digest(answer);
      found = !answers.has(key) || answers.get(key) === now;
      answers.set(key, now);
      return answer;
    } finally {
      steady &&= found;
    }
  };
  return {
    source: {
      listing: () => asked(whole, 'listing', () => source.listing(), sha256),
      name: () =>
        asked(
          whole,
          'name',
          () => source.name(),
          (name) => name,
        ),
      text: (path) => asked(texts, path, () => source.text(path), digestOfText),
      stat: (path) => asked(stats, path, () => source.stat(path), digestOfEntry),
    },
    inputs: () =>
      !steady || texts.size + stats.size > mostInputs
        ? undefined
        : {
            listing: whole.get('listing') ?? null,
            name: whole.get('name') ?? null,
            texts: [...texts],
            stats: [...stats],
          },
  };
};

/** The digest of the rest stands in the first line, so that half a file is none. */
const readEntry = (world: World, path: string, identity: string): Entry | undefined => {
  try {
    if (world.files.stat(path)?.kind !== 'file') return undefined;
    const text = world.files.readText(path) ?? '';
    const body = text.slice(65);
    if (text.length > largestEntry || text.slice(0, 65) !== `${sha256(body)}\n`) return undefined;
    const entry: Entry = JSON.parse(body);
    return entry.identity === identity ? entry : undefined;
  } catch (error) {
    if (error instanceof Fault || error instanceof SyntaxError) return undefined;
    throw error;
  }
};

/** Not synced: what a crash takes is computed again. */
const writeEntry = (world: World, path: string, entry: Entry): void => {
  const body = JSON.stringify(entry);
  if (body.length > largestEntry - 65) return;
  const { files, machine, random } = world;
  const folder = dirname(path);
  const temporary = `${path}.${machine.pid}-${Buffer.from(random.bytes(4)).toString('hex')}.tmp`;
  try {
    files.makeFolder(folder, 0o700);
    const kept = files.list(folder);
    if (kept.length >= mostEntries) for (const each of kept) files.remove(join(folder, each));
    files.write(temporary, 0, Buffer.from(`${sha256(body)}\n${body}`));
    files.rename(temporary, path);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
};
