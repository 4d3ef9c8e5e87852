import { join, posix } from 'node:path';
import type { Automation } from '../config/index.js';
import { sha256 } from '../evidence/index.js';
import type { World } from '../ports/index.js';

/** How many items a run handled, by its own count. */
export interface Counts {
  readonly total: number;
  readonly processed: number;
  readonly failed: number;
}

/** A file that a run left behind. */
export interface Artifact {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

const mostResult = 1024 * 1024;
const mostArtifacts = 100;
const mostDigested = 512 * 1024 * 1024;

/**
 * The counts of result.json, if the automation wrote one for this run: among its outputs, else at result.json or
 * out/result.json. A file that names another run, or no numbers, tells nothing of this one.
 */
export const readCounts = (world: World, root: string, automation: Automation, runId: string): Counts | undefined => {
  const named = (automation.outputs ?? []).filter((path) => posix.basename(path) === 'result.json');
  for (const path of named.length > 0 ? named : ['result.json', 'out/result.json']) {
    const place = insideRoot(world, root, path);
    if (place === undefined || (world.files.stat(place)?.size ?? 0) > mostResult) continue;
    const counts = parseCounts(world.files.readText(place) ?? '', runId);
    if (counts !== undefined) return counts;
  }
  return undefined;
};

const parseCounts = (text: string, runId: string): Counts | undefined => {
  let value: Record<string, unknown> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== 'object' || value['run_id'] !== runId) return undefined;
  const { total, processed, failed } = value;
  return isCount(total) && isCount(processed) && isCount(failed) ? { total, processed, failed } : undefined;
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Digests of the declared outputs that are there, in the manifest's order; a `*` or `?` stands within the last name only. */
export const digestArtifacts = (world: World, root: string, automation: Automation): readonly Artifact[] => {
  const artifacts: Artifact[] = [];
  let total = 0;
  for (const path of (automation.outputs ?? []).flatMap((pattern) => expand(world, root, pattern))) {
    const place = insideRoot(world, root, path);
    const stat = place === undefined ? undefined : world.files.stat(place);
    if (place === undefined || stat?.kind !== 'file') continue;
    total += stat.size;
    if (artifacts.length === mostArtifacts || total > mostDigested) break;
    const content = world.files.read(place);
    if (content !== undefined) artifacts.push({ path, sha256: sha256(content), size: content.length });
  }
  return artifacts;
};

const expand = (world: World, root: string, pattern: string): readonly string[] => {
  const name = posix.basename(pattern);
  const folder = posix.dirname(pattern);
  if (!/[*?]/.test(name)) return [pattern];
  const source = [...name]
    .map((char) => (char === '*' ? '[^/]*' : char === '?' ? '[^/]' : char.replace(/[\\^$.+()[\]{}|]/, '\\$&')))
    .join('');
  const matcher = new RegExp(`^${source.replaceAll(/(\[\^\/\]\*)+/g, '[^/]*')}$`);
  const place = insideRoot(world, root, folder);
  if (place === undefined) return [];
  return world.files
    .list(place)
    .filter((each) => matcher.test(each))
    .map((each) => posix.join(folder, each));
};

/** The place of a repository path with its links followed; undefined if nothing is there, or it leads out of the repository. */
const insideRoot = (world: World, root: string, path: string): string | undefined => {
  const real = world.files.real(join(root, path));
  const top = world.files.real(root);
  if (real === undefined || top === undefined) return undefined;
  return real === top || real.startsWith(join(top, '/')) ? real : undefined;
};
