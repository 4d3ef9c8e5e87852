import { join } from 'node:path';
import type { Automation, Manifest } from '../config/index.js';
import { sha256 } from '../evidence/index.js';
import { Fault, nearest } from '../faults/index.js';
import type { World } from '../ports/index.js';

export const manifestPath = 'automation.yaml';

/**
 * The manifest of a repository, validated.
 * @throws Fault AG144 if there is none; AG140–AG143 with line and column if it does not parse or is not what its schema demands
 */
export const readManifest = async (world: World, root: string): Promise<Manifest> =>
  (await readManifestBytes(world, root)).manifest;

/** A manifest, and the SHA-256 of exactly the bytes that it was read from, hex. */
export interface ReadManifest {
  readonly manifest: Manifest;
  readonly digest: string;
}

/**
 * The same, remembered in autogov's cache by the digest of the bytes and autogov's version: a YAML parser costs more than all
 * the rest of a small run's start. Only for what claims nothing: a governed run reads the bytes themselves.
 */
export const readCachedManifest = async (world: World, root: string): Promise<ReadManifest> => {
  const { files, machine, version } = world;
  const bytes = files.read(join(root, manifestPath));
  if (bytes === undefined) throw new Fault('AG144', { file: manifestPath });
  const digest = sha256(bytes);
  const folder = join(machine.folders.cache, 'manifests');
  const path = join(folder, `${version}-${digest}.json`);
  try {
    const text = files.readText(path);
    if (text !== undefined) return { manifest: JSON.parse(text), digest };
  } catch {
    // An unreadable or damaged entry is as good as none.
  }
  const read = await readManifestBytes(world, root);
  try {
    files.makeFolder(folder, 0o700);
    files.writeAtomic(join(folder, `${version}-${read.digest}.json`), JSON.stringify(read.manifest), 0o600);
  } catch {
    // A cache that cannot be written is no reason to refuse a run.
  }
  return read;
};

/** The same, with the digest of the bytes. */
export const readManifestBytes = async (world: World, root: string): Promise<ReadManifest> => {
  const bytes = world.files.read(join(root, manifestPath));
  if (bytes === undefined) throw new Fault('AG144', { file: manifestPath });
  const { parseYaml, validate } = await import('../config/index.js');
  const document = await parseYaml(Buffer.from(bytes).toString('utf8'), manifestPath);
  const manifest = await validate('manifest', document);
  const seen = new Set<string>();
  for (const [index, { id }] of manifest.automations.entries()) {
    if (seen.has(id)) {
      const reason = `is ${JSON.stringify(id)}, which another automation has already`;
      const pointer = `/automations/${index}/id`;
      throw new Fault('AG142', { path: manifestPath, ...document.locate(pointer), pointer, reason });
    }
    seen.add(id);
  }
  return { manifest, digest: sha256(bytes) };
};

/** @throws Fault AG311 for an id that no automation has, with the nearest one */
export const findAutomation = (manifest: Manifest, id: string): Automation => {
  const found = manifest.automations.find((each) => each.id === id);
  if (found !== undefined) return found;
  const ids = manifest.automations.map((each) => each.id);
  const near = nearest(id, ids);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  const advice = near === undefined ? undefined : `autogov run ${near}`;
  throw new Fault('AG311', { path: manifestPath, id: JSON.stringify(id), hint, known: ids.join(', ') }, advice);
};
