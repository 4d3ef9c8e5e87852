import { endsWith, startsWith } from './names.js';
import type { Tree } from './tree.js';

/** A folder that is imported by its name. */
export interface Package {
  readonly name: string;
  readonly path: string;
}

export interface Packages {
  /** Folders directly under src that hold Python. */
  readonly inSource: readonly Package[];
  /** Folders at the root with an `__init__.py`, but those that are never installed. */
  readonly flat: readonly Package[];
}

const noPackages = new Set(['src', 'tests', 'test', 'docs', 'examples', 'scripts', 'tools', 'bench', 'benchmarks']);
const slash = 0x2f;
const initializer = '__init__.py';

/** The import packages of a repository: those under src, else those at its root. */
export const packagesOf = (tree: Tree): readonly Package[] => {
  const { inSource, flat } = findPackages(tree);
  return inSource.length > 0 ? inSource : flat;
};

export const findPackages = (tree: Tree): Packages => {
  const before = known.get(tree);
  if (before !== undefined) return before;
  const source = new Set<string>();
  const root = new Set<string>();
  const { bytes } = tree;
  tree.visit((start, end, name) => {
    if (name === start || !endsWith(bytes, end, '.py')) return;
    const inSource = startsWith(bytes, start, 'src/');
    const from = inSource ? start + 4 : start;
    // Only `<package>/<module>.py`: one segment between here and the name.
    for (let i = from; i < name - 1; i++) if (bytes[i] === slash) return;
    if (from >= name) return;
    if (inSource) source.add(tree.text(from, name - 1));
    else if (end - name === initializer.length && endsWith(bytes, end, initializer))
      root.add(tree.text(from, name - 1));
  });
  const found = {
    inSource: [...source].map((name) => ({ name, path: `src/${name}` })),
    flat: [...root].filter((name) => !noPackages.has(name)).map((name) => ({ name, path: name })),
  };
  known.set(tree, found);
  return found;
};

const known = new WeakMap<Tree, Packages>();
