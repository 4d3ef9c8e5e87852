import { Fault } from '../faults/index.js';
import type { Repository, World } from '../ports/index.js';

/** A governed or governable repository. */
export interface Project {
  /** Top of the work tree, absolute. */
  readonly root: string;
  readonly repository: Repository;
}

/** The repository that the user stands in; the search ends at its root. @throws Fault AG301 outside of one */
export const findProject = (world: World): Project => {
  const repository = world.git.repository(world.machine.cwd);
  if (repository === undefined) throw new Fault('AG301', { path: world.machine.cwd });
  return { root: repository.root, repository };
};
