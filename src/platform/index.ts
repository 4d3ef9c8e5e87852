import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from '../ports/index.js';
import { version } from '../version.gen.js';
import { diskAssets, type Embedded, embeddedAssets } from './assets.js';
import { createClock, createRandom } from './clock.js';
import { createFiles } from './files.js';
import type { Flags } from './flags.js';
import { createGit } from './git.js';
import { createMachine } from './machine.js';
import { createProcesses } from './processes.js';
import { createTerminal } from './terminal.js';

export type { Embedded } from './assets.js';
export { readFlags } from './flags.js';

/**
 * The real world of one invocation.
 * @param embedded given in the executable; the Node build reads the package's own folder
 */
export const createWorld = async (flags: Flags, embedded: Embedded | undefined): Promise<World> => {
  const self = embedded === undefined ? [process.execPath, process.argv[1] ?? ''] : [process.execPath];
  const machine = createMachine(embedded === undefined ? 'node' : 'executable', self, flags.cwd);
  const files = createFiles(machine.platform);
  const processes = createProcesses(machine.platform, machine.env);
  return {
    version,
    files,
    processes,
    git: createGit(files, processes, machine),
    clock: createClock(),
    random: createRandom(),
    locks: {
      take: async (name, wait) => {
        const { createLocks } = await import('./lock.js');
        return createLocks(machine.platform, machine.folders.state).take(name, wait);
      },
    },
    machine,
    assets: embedded === undefined ? diskAssets(packageRoot()) : embeddedAssets(embedded),
    agent: {
      identities: async () => (await import('./agent.js')).createAgent(machine.platform, machine.env).identities(),
    },
    terminal: await createTerminal(machine.env, flags),
  };
};

/** dist/ and src/ both stand one level below the package's root, whatever file of theirs this code was bundled into. */
const packageRoot = (): string => {
  let here = dirname(fileURLToPath(import.meta.url));
  while (!/[\\/](dist|src)$/.test(here) && dirname(here) !== here) here = dirname(here);
  return dirname(here);
};
