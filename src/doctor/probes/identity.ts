import { askProgram } from '../ask.js';
import type { Probe } from '../probe.js';

const settings = [
  { key: 'user.name', example: '"Your Name"' },
  { key: 'user.email', example: 'you@example.com' },
] as const;

/** Who commits and releases are by, as git itself would say it here. */
const identity: Probe = {
  order: 3,
  name: 'identity',
  examine: async (world, outside) => {
    const program = world.processes.find('git', outside);
    if (program === undefined) return { state: 'missing', missing: 'git is not on PATH', mend: 'install git first' };
    const known = world.git.identity(outside ?? world.machine.cwd);
    if (known !== undefined) return { state: 'ok', detail: `${known.name} <${known.email}>` };
    const set = await Promise.all(
      settings.map(({ key }) => askProgram(world, program, ['config', '--get', key], outside)),
    );
    const lacking = settings.filter((_, index) => !set[index]);
    const named = lacking.length === 0 ? settings : lacking;
    return {
      state: 'missing',
      missing: `git does not know your ${named.map(({ key }) => key).join(' and ')}; init and release need them`,
      mend: named.map(({ key, example }) => `git config --global ${key} ${example}`).join(' && '),
    };
  },
};

export default identity;
