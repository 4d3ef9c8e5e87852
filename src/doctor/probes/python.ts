import { findPython } from '../../tools/index.js';
import { askProgram } from '../ask.js';
import { installCommand } from '../mend.js';
import type { Probe } from '../probe.js';

const python: Probe = {
  order: 4,
  name: 'python',
  examine: async (world, outside) => {
    const found = await findPython(world, outside);
    if (found === undefined) {
      const missing = 'no Python 3.11 or newer on PATH; init, check and run need it';
      return { state: 'missing', missing, mend: installCommand(world, 'python') };
    }
    const { program: path, version, args } = found;
    const venv = await askProgram(world, path, [...args, '-I', '-c', 'import venv, ensurepip'], outside);
    if (venv !== undefined) return { state: 'ok', version, path, detail: 'with venv' };
    const missing = 'its venv module is absent; autogov cannot install uv by itself';
    return { state: 'warning', version, path, missing, mend: installCommand(world, 'venv') };
  },
};

export default python;
