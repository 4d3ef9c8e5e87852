import type { World } from '../ports/index.js';
import { pathOutside } from '../tools/index.js';

/** Variables that a program needs to start and to find the user's own settings. */
const kept = [
  'PATH',
  'Path',
  'HOME',
  'USERPROFILE',
  'SystemRoot',
  'SYSTEMROOT',
  'XDG_CONFIG_HOME',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CONFIG_GLOBAL',
];

/**
 * What a program says on stdout, trimmed; undefined if it fails, hangs for 20 s or can't be started. It runs in the user's home: a
 * probe asks about the machine, not about the folder at hand.
 * @param outside the repository at hand: its folders are taken out of the PATH that the program gets
 */
export const askProgram = async (
  world: World,
  program: string,
  args: readonly string[],
  outside?: string,
): Promise<string | undefined> => {
  const { env, home } = world.machine;
  const given = kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  const cwd = world.files.stat(home)?.kind === 'folder' ? home : '/';
  const done = await world.processes.run({
    program,
    args,
    cwd,
    env: { ...Object.fromEntries(given), ...pathOutside(world, outside), LC_ALL: 'C' },
    timeout: 20_000,
  });
  return done.code === 0 ? new TextDecoder().decode(done.stdout).trim() : undefined;
};
