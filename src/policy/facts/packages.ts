import type { Tree } from './tree.js';

/** A folder (or, under src, a lone module) that is imported by its name. */
export interface Package {
  readonly name: string;
  readonly path: string;
}

const noPackages = new Set(['tests', 'test', 'docs', 'examples', 'scripts', 'tools', 'bench', 'benchmarks']);

/** Import packages: the folders under src that hold Python, else folders at the root with an `__init__.py`. */
export const packagesOf = (tree: Tree): readonly Package[] => {
  const before = known.get(tree);
  if (before !== undefined) return before;
  const found = findPackages(tree);
  known.set(tree, found);
  return found;
};

const known = new WeakMap<Tree, readonly Package[]>();

const findPackages = (tree: Tree): readonly Package[] => {
  const inSource = tree
    .folders('src')
    .filter((name) => !name.endsWith('.egg-info') && name !== '__pycache__')
    .map((name) => ({ name, path: `src/${name}` }))
    .filter(({ path }) => tree.has(`${path}/__init__.py`) || tree.files(path).some((file) => file.endsWith('.py')));
  return inSource.length > 0 ? inSource : flatPackages(tree);
};

/** Packages that stand at the root of the repository. */
export const flatPackages = (tree: Tree): readonly Package[] =>
  rootFolders(tree)
    .filter((name) => !noPackages.has(name) && tree.has(`${name}/__init__.py`))
    .map((name) => ({ name, path: name }));

/** Listing every path only to see the folders of the root would cost an object a path; `__init__.py` files are few. */
const rootFolders = (tree: Tree): readonly string[] => {
  const found = new Set<string>();
  const needle = '/__init__.py\0';
  for (let at = tree.bytes.indexOf(needle); at !== -1; at = tree.bytes.indexOf(needle, at + 1)) {
    const start = tree.bytes.lastIndexOf(0, at) + 1;
    const name = tree.text(start, at);
    if (!name.includes('/')) found.add(name);
  }
  return [...found];
};
