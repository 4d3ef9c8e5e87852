import { posix } from 'node:path';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Repository } from '../ports/index.js';
import { addSection, changelogPath, type Section } from './changelog.js';
import { readCommitted } from './committed.js';
import { unifiedDiff } from './diff.js';
import type { PlannedFile } from './model.js';
import type { Situation } from './situation.js';
import { compareVersions, type Version } from './version.js';
import {
  initPath,
  lockPath,
  pyprojectPath,
  setLockedVersion,
  setModuleVersion,
  setPackageVersion,
} from './version-files.js';

/** A file that the release changes, with both contents. */
export interface NewContent {
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
}

/**
 * The files of a release: versions, the lock's own one, the changelog. Files that would stay as they are, are left out.
 * @throws Fault AG616 for a link or submodule in their place
 */
export const newContents = async (
  repository: Repository,
  { head, committed, own }: Situation,
  next: Version,
  section: Section,
): Promise<NewContent[]> => {
  const module = own.name === undefined ? '' : initPath(own.name);
  const folder = posix.dirname(module);
  const inPackage =
    module !== '' && committed.modes.has(folder) ? readCommitted(repository, head, [module], [folder]) : undefined;
  const modes = new Map([...committed.modes, ...(inPackage?.modes ?? [])]);
  for (const path of [pyprojectPath, changelogPath, lockPath, module]) assertPlainFile(path, modes.get(path));
  const { blobs } = committed;
  const lock = blobs.get(lockPath);
  const init = inPackage?.blobs.get(module);
  const pyproject = blobs.get(pyprojectPath);
  const edits: [string, Uint8Array | undefined, Uint8Array | undefined][] = [
    [
      pyprojectPath,
      pyproject,
      compareVersions(own.version, next) === 0 ? pyproject : await setPackageVersion(own.document, next),
    ],
    [module, init, init === undefined ? undefined : setModuleVersion(init, next)],
    [lockPath, lock, lock === undefined || own.name === undefined ? undefined : setLockedVersion(lock, own.name, next)],
    [changelogPath, blobs.get(changelogPath), addSection(blobs.get(changelogPath), section)],
  ];
  return edits.flatMap(([path, before, after]) =>
    after === undefined || (before !== undefined && Buffer.compare(before, after) === 0)
      ? []
      : [{ path, before, after }],
  );
};

const assertPlainFile = (path: string, mode: string | undefined): void => {
  if (mode === undefined || mode === '100644' || mode === '100755') return;
  throw new Fault('AG616', { path, reason: mode === '120000' ? 'it is a symbolic link' : 'it is not a file' });
};

export const plannedFile = ({ path, before, after }: NewContent): PlannedFile => {
  const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());
  return {
    path,
    action: before === undefined ? 'create' : 'change',
    before: before === undefined ? null : sha256(before),
    after: sha256(after),
    diff: unifiedDiff(text(before), text(after)),
  };
};
