import { installCommand, unsetVariable } from '../mend.js';
import { isAtLeast, type Probe } from '../probe.js';

const least = '20.19';

/** Variables by which Bun, inside the executable, would load foreign code or become plain Bun. */
const bunVariables = ['BUN_OPTIONS', 'BUN_BE_BUN', 'BUN_INSPECT'];

const runtime: Probe = {
  order: 1,
  name: 'runtime',
  examine: async (world) => {
    const { build, runtime: version, self, env } = world.machine;
    const path = self[0];
    const found = { version, ...(path === undefined ? {} : { path }) };
    if (build === 'executable') {
      const set = bunVariables.filter((name) => env[name] !== undefined);
      const detail = 'inside the executable';
      if (set.length === 0) return { state: 'ok', ...found, detail };
      const missing = `${set.join(', ')} can make this executable load other code`;
      return {
        state: 'warning',
        ...found,
        detail,
        missing,
        mend: set.map((name) => unsetVariable(world, name)).join('; '),
      };
    }
    const detail = 'Node.js';
    if (isAtLeast(version, least)) return { state: 'ok', ...found, detail };
    const missing = `Node.js ${least} or newer is needed`;
    return { state: 'missing', ...found, detail, missing, mend: installCommand(world, 'node') };
  },
};

export default runtime;
