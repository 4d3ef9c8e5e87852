import type { Repository } from '../ports/index.js';

/** Files of one commit, as far as they were asked for. Only what is committed counts for a release; the work tree may say something else. */
export interface Committed {
  /** Content by path; absent where the commit has no such file. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** By path, for everything in the folders that were asked for, as trees write it: 100644, 100755, 120000 a link, 160000 a submodule. */
  readonly modes: ReadonlyMap<string, string>;
}

/**
 * Blobs and listings of one commit, by one `git cat-file --batch`.
 * @param folders to list; the empty path is the root
 */
export const readCommitted = (
  repository: Repository,
  commit: string,
  paths: readonly string[],
  folders: readonly string[] = [],
): Committed => {
  const asked = [...paths, ...folders];
  const { stdout } = repository.run(['cat-file', '--batch'], {
    input: asked.map((path) => `${commit}:${path}\n`).join(''),
  });
  const bytes = Buffer.from(stdout.buffer, stdout.byteOffset, stdout.byteLength);
  const blobs = new Map<string, Uint8Array>();
  const modes = new Map<string, string>();
  let at = 0;
  for (const [position, path] of asked.entries()) {
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) break;
    const [, kind, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(bytes.toString('latin1', at, end)) ?? [];
    at = end + 1;
    if (kind === undefined) continue;
    const content = bytes.subarray(at, at + Number(size));
    if (kind === 'blob' && position < paths.length) blobs.set(path, content);
    if (kind === 'tree' && position >= paths.length) readTree(content, path, commit.length / 2, modes);
    at += content.length + 1;
  }
  return { blobs, modes };
};

/** A tree object: for each entry mode, space, name, NUL and the raw id (20 or 32 bytes). */
const readTree = (tree: Buffer, folder: string, idLength: number, modes: Map<string, string>): void => {
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(0x20, at);
    const nul = tree.indexOf(0, space);
    const name = tree.toString('utf8', space + 1, nul);
    modes.set(folder === '' ? name : `${folder}/${name}`, tree.toString('latin1', at, space));
    at = nul + 1 + idLength;
  }
};
