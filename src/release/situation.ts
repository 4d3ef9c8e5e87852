import type { Project } from '../config/index.js';
import type { World } from '../ports/index.js';
import { changelogPath } from './changelog.js';
import { type Committed, readCommitted } from './committed.js';
import { type Counted, countCommits } from './count.js';
import { assertReleasable, type Range, type Refs, readRange, readRefs } from './history.js';
import { policyPath, readSettings, type Settings } from './settings.js';
import { lockPath, type Package, pyprojectPath, readPackage } from './version-files.js';

/** All that a plan is computed from; nothing but what is committed. */
export interface Situation {
  readonly branch: string;
  readonly head: string;
  readonly refs: Refs;
  readonly settings: Settings;
  readonly committed: Committed;
  readonly own: Package;
  readonly range: Range;
  readonly counted: Counted;
}

/**
 * Read the repository: refs, the files of HEAD and the commits since the last release, by one git call each.
 * @throws Fault AG302–AG304, AG140–AG142 for the policy, AG603, AG604, AG140 for pyproject.toml
 */
export const readSituation = async (world: World, { repository }: Project): Promise<Situation> => {
  // Refs come first although the tag prefix stands in the policy: an unusual prefix costs a second look, the usual one nothing.
  const first = readRefs(repository, 'v');
  const { branch, head } = assertReleasable(world.files, repository, first);
  const committed = readCommitted(repository, head, [policyPath, pyprojectPath, changelogPath, lockPath], ['', 'src']);
  const settings = await readSettings(committed.blobs.get(policyPath));
  const refs = settings.tagPrefix === 'v' ? first : readRefs(repository, settings.tagPrefix);
  const own = await readPackage(committed.blobs.get(pyprojectPath));
  const range = readRange(repository, head, refs.tags);
  return { branch, head, refs, settings, committed, own, range, counted: countCommits(range.commits, settings) };
};
