import type { World } from '../ports/index.js';
import type { ProbeResult } from './probe.js';

export type { ProbeResult } from './probe.js';

/** Look at everything that autogov needs of this machine, in the order in which it is to be mended. Never throws for what it finds. */
export const examineMachine = async (world: World): Promise<readonly ProbeResult[]> => {
  const probes = (await import('./probes/index.gen.js')).probes.toSorted((a, b) => a.order - b.order);
  return Promise.all(probes.map(async (probe) => ({ name: probe.name, ...(await probe.examine(world)) })));
};
