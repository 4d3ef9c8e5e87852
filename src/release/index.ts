import { findProject } from '../config/index.js';
import type { World } from '../ports/index.js';
import type { PlanOptions, Released, ReleasePlan } from './model.js';

export type {
  Gate,
  PlanBase,
  PlannedFile,
  PlanOptions,
  PlanRemote,
  Released,
  ReleaseFacts,
  ReleasePlan,
} from './model.js';
export type { CountedCommit } from './count.js';
export { type Bump, bumps, type Channel, channels } from './version.js';

/**
 * Work out the next release of the repository that the user stands in: from the newest version tag that was merged, the commits
 * since, and the committed files. Writes nothing and needs no network.
 * @returns a plan whose `release.next` is null where nothing is to be released
 * @throws Fault AG301–AG304 (no repository, no commits, detached, shallow), AG601 the tag exists, AG603 no version,
 * AG604 a version that SemVer and PEP 440 don't both say, AG614 pyproject is ahead, AG616 a file that can't be edited
 */
export const planRelease = async (world: World, options: PlanOptions = {}): Promise<ReleasePlan> =>
  (await (await import('./plan.js')).draftRelease(world, findProject(world), options)).plan;
