import { type Problem, parseToml, parseYaml, problems, type SourceDocument, valueAt } from '../../config/index.js';
import type { Entry } from '../../ports/index.js';
import { isPlainLock } from './plain-lock.js';
import type { Source } from './source.js';
import { createTree, type Tree } from './tree.js';
import { readWaivers, type Waiver } from './waivers.js';

/** What rules judge. Each is read at most once in a check, and only if a rule asks for it. */
export interface Facts {
  readonly tree: Tree;
  readonly repo: Repo;
  /** pyproject.toml; undefined if there is none. */
  readonly pyproject: SourceDocument | undefined;
  /** automation.yaml with everything in which it differs from its schema; undefined if there is none. */
  readonly manifest: Manifest | undefined;
  /** uv.lock; undefined if there is none. */
  readonly lock: SourceDocument | undefined;
  /** The same lock, parsed only where it is not plain; undefined if there is none. */
  readonly sources: { readonly plain: true } | { readonly plain: false; readonly lock: SourceDocument } | undefined;
  /** The settings of ruff, in the file that ruff itself would take. */
  readonly ruff: Section | undefined;
  readonly waivers: readonly Waiver[];
}

export type FactName = keyof Facts;

export interface Repo {
  /** From the remote, else the folder. */
  readonly name: string;
  /** Today in UTC, YYYY-MM-DD. */
  readonly today: string;
  /** Text of a file that exists in the work tree; see Source. */
  text(path: string): string | undefined;
  stat(path: string): Entry | undefined;
}

export interface Manifest {
  readonly document: SourceDocument;
  readonly problems: readonly Problem[];
}

/** A part of a document: the settings of one tool. */
export interface Section {
  readonly document: SourceDocument;
  readonly at: string;
}

/** Facts of one source, computed on demand and shared. */
export interface FactBook {
  /** @throws Fault where the fact can't be read: the same one for everybody who asks */
  get<K extends FactName>(name: K): Promise<Facts[K]>;
  /** Several at once. Only those named are there; the types of `rule()` keep a rule to the facts that it names. */
  load(names: readonly FactName[]): Promise<Facts>;
}

export const manifestPath = 'automation.yaml';
export const pyprojectPath = 'pyproject.toml';
export const lockPath = 'uv.lock';

/** @param today YYYY-MM-DD, UTC */
export const openFacts = (source: Source, today: string): FactBook => {
  const document = async (path: string): Promise<SourceDocument | undefined> => {
    const text = source.text(path);
    if (text === undefined) return undefined;
    return /\.(toml|lock)$/.test(path) ? parseToml(text, path) : parseYaml(text, path);
  };
  const compute: { readonly [K in FactName]: () => Promise<Facts[K]> } = {
    tree: async () => createTree(source.listing()),
    repo: async () => ({ name: source.name(), today, text: source.text, stat: source.stat }),
    pyproject: () => document(pyprojectPath),
    lock: () => document(lockPath),
    sources: async () => {
      const text = source.text(lockPath);
      if (text === undefined) return undefined;
      if (isPlainLock(text)) return { plain: true };
      const lock = await book.get('lock');
      return lock === undefined ? undefined : { plain: false, lock };
    },
    manifest: async () => {
      const read = await document(manifestPath);
      return read === undefined ? undefined : { document: read, problems: await problems('manifest', read) };
    },
    ruff: async () => {
      const own = (await document('.ruff.toml')) ?? (await document('ruff.toml'));
      if (own !== undefined) return { document: own, at: '' };
      const pyproject = await book.get('pyproject');
      if (pyproject === undefined || valueAt(pyproject.value, '/tool/ruff') === undefined) return undefined;
      return { document: pyproject, at: '/tool/ruff' };
    },
    waivers: () => readWaivers(source, today),
  };
  const known = new Map<FactName, Promise<unknown>>();
  const book: FactBook = {
    get: <K extends FactName>(name: K): Promise<Facts[K]> => {
      const before = known.get(name) as Promise<Facts[K]> | undefined;
      if (before !== undefined) return before;
      const made = compute[name]();
      known.set(name, made);
      return made;
    },
    load: async (names) => {
      const read = await Promise.all(
        names.map(async (name): Promise<[string, unknown]> => [name, await book.get(name)]),
      );
      return Object.fromEntries(read) as unknown as Facts;
    },
  };
  return book;
};
