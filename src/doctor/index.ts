import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import type { ProbeResult } from './probe.js';

export type { ProbeResult } from './probe.js';

/** Look at everything that autogov needs of this machine, in the order in which it is to be mended. Never throws for what it finds. */
export const examineMachine = async (world: World): Promise<readonly ProbeResult[]> => {
  const probes = (await import('./probes/index.gen.js')).probes.toSorted((a, b) => a.order - b.order);
  const outside = repositoryRoot(world);
  return Promise.all(probes.map(async (probe) => ({ name: probe.name, ...(await probe.examine(world, outside)) })));
};

/** A repository that git refuses (its owner, its format) is passed over as a whole folder all the same. */
const repositoryRoot = (world: World): string | undefined => {
  try {
    return world.git.repository(world.machine.cwd)?.root;
  } catch (error) {
    if (error instanceof Fault) return world.machine.cwd;
    throw error;
  }
};
