import { askProgram } from '../ask.js';
import type { Probe } from '../probe.js';

const settings = [
  { key: 'user.name', variable: 'GIT_AUTHOR_NAME', example: '"Your Name"' },
  { key: 'user.email', variable: 'GIT_AUTHOR_EMAIL', example: 'you@example.com' },
] as const;

/** Who commits and releases are by: the repository's own setting, the environment, the user's setting. */
const identity: Probe = {
  order: 3,
  name: 'identity',
  examine: async (world) => {
    const { program } = world.git;
    if (program === undefined) return { state: 'missing', missing: 'git is not on PATH', mend: 'install git first' };
    const repository = world.git.repository(world.machine.cwd);
    const values = await Promise.all(
      settings.map(
        async ({ key, variable }) =>
          world.machine.env[variable] ??
          repository?.config(key) ??
          (await askProgram(world, program, ['config', '--get', key])),
      ),
    );
    const lacking = settings.filter((_, index) => !values[index]);
    const [name, email] = values;
    if (lacking.length === 0) return { state: 'ok', detail: `${name} <${email}>` };
    return {
      state: 'missing',
      missing: `git does not know your ${lacking.map(({ key }) => key).join(' and ')}; init and release need them`,
      mend: lacking.map(({ key, example }) => `git config --global ${key} ${example}`).join(' && '),
    };
  },
};

export default identity;
