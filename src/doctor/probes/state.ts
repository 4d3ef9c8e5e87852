import { join } from 'node:path';
import { Fault } from '../../faults/index.js';
import { setVariable } from '../mend.js';
import type { Probe } from '../probe.js';

/** Where the log is kept. Found out by writing: modes, mounts and quotas are all asked at once. */
const state: Probe = {
  order: 7,
  name: 'state',
  examine: async (world) => {
    const { folders, home, platform } = world.machine;
    const path = folders.state;
    const trial = join(path, `.doctor-${Buffer.from(world.random.bytes(6)).toString('hex')}`);
    try {
      world.files.makeFolder(path, 0o700);
      world.files.create(trial, '', 0o600);
      world.files.remove(trial);
      return { state: 'ok', path, detail: 'writable' };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const elsewhere = platform === 'win32' ? '$HOME\\autogov-state' : join(home, 'autogov-state');
      return {
        state: 'missing',
        path,
        missing: `${error.message}; run records nothing, so it refuses to run`,
        mend: `make ${path} writable, or: ${setVariable(world, 'AUTOGOV_STATE', elsewhere)}`,
      };
    }
  },
};

export default state;
