import { findPython, findUv } from '../../tools/index.js';
import { installCommand } from '../mend.js';
import type { Probe } from '../probe.js';

const origins = { path: 'on PATH', cache: "in autogov's cache", installed: "in autogov's cache" } as const;

const uv: Probe = {
  order: 5,
  name: 'uv',
  examine: async (world, outside) => {
    const onPath = world.processes.find('uv', outside);
    const found = await findUv(world, outside);
    if (found !== undefined) {
      const passedOver =
        onPath !== undefined && found.origin !== 'path' ? `; the one on PATH is too old or too new` : '';
      return { state: 'ok', version: found.version, path: found.program, detail: origins[found.origin] + passedOver };
    }
    const why = onPath === undefined ? 'no uv here yet' : `the uv on PATH (${onPath}) is too old or too new`;
    if ((await findPython(world, outside)) === undefined) {
      const missing = `${why}, and no Python to install it with`;
      return { state: 'missing', missing, mend: installCommand(world, 'python') };
    }
    return {
      state: 'warning',
      missing: `${why}; the first init installs it by hash, and needs the package index for that`,
      mend: 'autogov init (or install uv yourself: pipx install uv)',
    };
  },
};

export default uv;
