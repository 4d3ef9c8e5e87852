import type { Repository } from '../ports/index.js';

/** A file of a commit. */
export interface Committed {
  /** As trees write it: 100644, 100755; 120000 is a link, 160000 a submodule. */
  readonly mode: string;
  readonly id: string;
}

/**
 * Blobs of one commit by path, through one `git cat-file --batch`. Only what is committed counts for a release; the work tree may
 * say something else.
 * @returns bytes by path; absent where the commit has no such file
 */
export const readBlobs = (
  repository: Repository,
  commit: string,
  paths: readonly string[],
): Map<string, Uint8Array> => {
  const input = paths.map((path) => `${commit}:${path}\n`).join('');
  const { stdout } = repository.run(['cat-file', '--batch'], { input });
  const bytes = Buffer.from(stdout.buffer, stdout.byteOffset, stdout.byteLength);
  const found = new Map<string, Uint8Array>();
  let at = 0;
  for (const path of paths) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) break;
    const [, kind, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(bytes.toString('latin1', at, end)) ?? [];
    at = end + 1;
    if (kind === undefined) continue;
    const length = Number(size);
    if (kind === 'blob') found.set(path, bytes.subarray(at, at + length));
    at += length + 1;
  }
  return found;
};

/** Mode and id of the paths that a commit has, by one `git ls-tree`. */
export const readEntries = (
  repository: Repository,
  commit: string,
  paths: readonly string[],
): Map<string, Committed> => {
  const output = repository.text(['ls-tree', '-z', '--full-tree', commit, '--', ...paths]);
  const found = new Map<string, Committed>();
  for (const line of output.split('\0')) {
    const [, mode, id, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (mode !== undefined && id !== undefined && path !== undefined) found.set(path, { mode, id });
  }
  return found;
};
