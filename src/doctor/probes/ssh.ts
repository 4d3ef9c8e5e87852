import { installCommand } from '../mend.js';
import type { Probe } from '../probe.js';

/** ssh-keygen signs release tags for git; an agent holds keys, but a key file, or one that autogov makes, does as well. */
const ssh: Probe = {
  order: 6,
  name: 'ssh',
  examine: async (world, outside) => {
    const path = world.processes.find('ssh-keygen', outside);
    const keys = await world.agent.identities();
    const detail =
      keys.length === 0
        ? 'no Ed25519 key in an agent; a key file is used, or one is made'
        : `${keys.length} Ed25519 ${keys.length === 1 ? 'key' : 'keys'} in the agent`;
    if (path !== undefined) return { state: 'ok', path, detail };
    const missing = 'ssh-keygen is not on PATH; release cannot sign a tag';
    return { state: 'warning', detail, missing, mend: installCommand(world, 'ssh') };
  },
};

export default ssh;
