import { askProgram } from '../ask.js';
import { installCommand } from '../mend.js';
import { isAtLeast, type Probe } from '../probe.js';

/** The first git that signs with SSH keys is 2.34; configuration by environment, which the hardening needs, came with 2.31. */
const least = '2.31';

const git: Probe = {
  order: 2,
  name: 'git',
  examine: async (world, outside) => {
    const path = world.processes.find('git', outside);
    const mend = installCommand(world, 'git');
    if (path === undefined) return { state: 'missing', missing: 'git is not on PATH; nothing works without it', mend };
    const said = await askProgram(world, path, ['--version'], outside);
    const version = /^git version (\d+(?:\.\d+)+)/.exec(said ?? '')?.[1];
    if (version === undefined) return { state: 'missing', path, missing: 'git is there but does not start', mend };
    if (isAtLeast(version, least)) return { state: 'ok', version, path };
    return { state: 'missing', version, path, missing: `git ${least} or newer is needed`, mend };
  },
};

export default git;
