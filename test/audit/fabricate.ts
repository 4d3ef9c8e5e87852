import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signCheckpoint } from '../../src/audit/checkpoint.js';
import type { Log } from '../../src/audit/index.js';
import { placeOf, segmentPath } from '../../src/audit/layout.js';
import { parseSkey } from '../../src/audit/note.js';
import { GrowingTree, leafHash } from '../../src/audit/tree.js';

/** The lines of a small log, without LF. */
export const linesOf = (folder: string): string[] =>
  readFileSync(join(folder, 'records', '000000.jsonl'), 'latin1')
    .split('\n')
    .slice(0, -1);

/**
 * Rewrite a log so that it has exactly these lines, as only the holder of its key can: tree and checkpoint agree.
 * @param lines without LF; more than 65,536 go on in the next segment
 */
export const rebuild = (log: Pick<Log, 'folder'>, lines: readonly string[]): void => {
  const place = placeOf(log.folder);
  const key = parseSkey(readFileSync(place.key, 'utf8').trimEnd());
  if (key === undefined) throw new Error('no key');
  const tree = new GrowingTree();
  const hashes: Uint8Array[] = [];
  const leaves = new Map<string, Uint8Array>();
  for (const line of lines) {
    const leaf = leaves.get(line) ?? leafHash(Buffer.from(line, 'latin1'));
    leaves.set(line, leaf);
    hashes.push(...tree.add(leaf));
  }
  for (let first = 0; first < lines.length; first += 65_536) {
    const segment = lines.slice(first, first + 65_536).map((line) => `${line}\n`);
    writeFileSync(segmentPath(place, first / 65_536), segment.join(''), 'latin1');
  }
  writeFileSync(place.hashes, Buffer.concat(hashes));
  writeFileSync(place.checkpoint, signCheckpoint(key, tree.size, tree.root()));
};
