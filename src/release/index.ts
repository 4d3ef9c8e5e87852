import { findProject } from '../config/index.js';
import type { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import type { Applied } from './apply.js';
import type { PlanOptions, ReleasePlan } from './model.js';
import type { PlanReference } from './plan-file.js';
import type { Resumed } from './resume.js';
import type { Standing } from './standing.js';

export type { Applied } from './apply.js';
export type { CountedCommit } from './count.js';
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
export type { PlanReference } from './plan-file.js';
export type { Resumed } from './resume.js';
export type { Standing } from './standing.js';
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

/**
 * Carry a plan out: stage and sign the release commit apart, judge it, sign the tag, then move branch and tag at one commit point
 * (one atomic push where there is a remote, one ref transaction where there is none), and bring the work tree forward.
 * The plan is worked out anew and its digest compared, so a plan may come from a file or from another process.
 * @throws Fault AG602 stale plan, AG310 dirty files, AG601, AG608 or AG605 the remote, AG428 or AG425 not authorised, AG607 policy,
 * AG609 uv.lock, AG203 no identity: nothing has changed then. What fails after the commit point stands in `faults` (AG611).
 */
export const applyRelease = async (world: World, plan: PlanReference): Promise<Applied> =>
  (await import('./apply.js')).applyPlan(world, plan);

/** The plan in a file that `release plan --json` made, for applyRelease. @throws Fault AG140, AG615 */
export const readPlan = async (text: string, path: string): Promise<PlanReference> =>
  (await import('./plan-file.js')).readPlanFile(text, path);

/** The fault that apply would stop this plan with, as far as the plan itself can know; undefined where nothing stands against it. */
export const planFault = async (plan: ReleasePlan): Promise<Fault | undefined> => {
  const failed = plan.gates.find((gate) => gate.state === 'fail');
  return failed === undefined ? undefined : (await import('./gates.js')).gateFault(plan, failed);
};

/**
 * Finish what follows the commit point of a release, from any clone: the push of a tag that only lies here, the branch and the work tree,
 * the record in the audit log.
 * @throws Fault AG612 no such tag here or at the remote, AG613 a tag that autogov did not make or that nobody with the right signed
 */
export const resumeRelease = async (world: World, tag: string): Promise<Resumed> =>
  (await import('./resume.js')).resume(world, tag);

/** How a release stands, here, at the remote and in the audit log; the newest where no tag is given, null where there is none. */
export const releaseStatus = async (world: World, tag?: string): Promise<Standing | null> =>
  (await import('./resume.js')).standingOf(world, tag);
