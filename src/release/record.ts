import { join } from 'node:path';
import type { Access, OwnSigner } from '../access/index.js';
import { openLog } from '../audit/index.js';
import type { World } from '../ports/index.js';
import type { Moved } from './forward.js';
import type { ReleasePlan } from './model.js';

export interface RecordPlace {
  readonly index: number;
  readonly id: string;
}

/**
 * Append the release to the audit log of this project. The tag is the record that travels with the repository; this one stands in the
 * sequence of what was done on this machine.
 * @returns undefined where the repository names no project that a log could belong to
 */
export const recordRelease = async (
  world: World,
  root: string,
  access: Access | undefined,
  own: OwnSigner,
  moved: Moved,
  facts: Pick<ReleasePlan, 'policy'> & {
    readonly plan: string;
    readonly version: string;
    readonly remote: string | null;
    readonly reason: string | null /** Written by `release resume`, maybe by somebody else than the releaser. */;
    readonly resumed: boolean;
  },
): Promise<RecordPlace | undefined> => {
  const projectId = await projectOf(world, root, access);
  if (projectId === undefined) return undefined;
  const log = await openLog(world, { projectId, root }, own);
  return log.append(
    'release',
    [
      { name: moved.branch, digest: { gitCommit: moved.commit } },
      { name: moved.tag, digest: { gitTag: moved.tagObject } },
    ],
    {
      project: projectId,
      version: facts.version,
      tag: moved.tag,
      branch: moved.branch,
      base: moved.base,
      plan: facts.plan,
      policy: facts.policy,
      remote: facts.remote,
      reason: facts.reason,
      resumed: facts.resumed,
      outcome: 'released',
      access: access === undefined ? null : { seq: access.head.seq, digest: access.head.digest },
    },
  );
};

/** The project whose log takes the record: that of the access chain, else that of the manifest. */
export const projectOf = async (
  world: World,
  root: string,
  access: Access | undefined,
): Promise<string | undefined> => {
  if (access !== undefined) return access.project;
  const { manifestPath, readManifest } = await import('../runs/index.js');
  if (world.files.stat(join(root, manifestPath)) === undefined) return undefined;
  return (await readManifest(world, root)).project.id;
};
