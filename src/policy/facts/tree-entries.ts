import type { Repo } from './facts.js';
import type { Tree } from './tree.js';

/** One path of the tree as a policy's own rules see it. Only a rule that asks for kind, size or mode costs a look at the disk. */
export interface TreeEntry {
  readonly path: string;
  /** The folder, `''` at the root. */
  readonly folder: string;
  readonly name: string;
  /** The name without its last extension. */
  readonly stem: string;
  /** The last extension with its dot, or `''`. */
  readonly ext: string;
  readonly kind: string;
  /** Bytes. */
  readonly size: number;
  /** Permission bits, octal, e.g. `755`. */
  readonly mode: string;
}

export const treeEntries = (tree: Tree, repo: Repo): readonly TreeEntry[] => {
  const found: TreeEntry[] = [];
  tree.visit((start, end) => found.push(entryAt(tree.text(start, end), repo)));
  return found;
};

const entryAt = (path: string, repo: Repo): TreeEntry => {
  const cut = path.lastIndexOf('/');
  const name = path.slice(cut + 1);
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  return {
    path,
    folder: cut < 0 ? '' : path.slice(0, cut),
    name,
    stem,
    ext: dot > 0 ? name.slice(dot) : '',
    get kind() {
      return repo.stat(path)?.kind ?? 'absent';
    },
    get size() {
      return repo.stat(path)?.size ?? 0;
    },
    get mode() {
      return (repo.stat(path)?.mode ?? 0).toString(8);
    },
  };
};
