import { sha256 } from '../evidence/index.js';
import type { World } from '../ports/index.js';

/** The machine that a log belongs to. */
export interface MachineIdentity {
  readonly host: string;
  /** 32 hex digits; says nothing of the values that it was computed from. */
  readonly id: string;
}

/**
 * Two machines must not write one log, each would sign its own continuation. A machine is its host name and, where the system has
 * one, its machine id (machine-id(5), which must not be published as it is). A container without one is
 * told apart by its host name.
 * A clone of a whole disk, host name included, is not seen here: only an anchor shows that.
 */
export const machineIdentity = (world: Pick<World, 'files' | 'machine'>): MachineIdentity => {
  const { platform, host } = world.machine;
  const installed = platform === 'linux' ? (world.files.readText('/etc/machine-id')?.trim() ?? '') : '';
  return { host, id: sha256(`autogov machine\n${host.toLowerCase()}\n${installed}`).slice(0, 32) };
};
