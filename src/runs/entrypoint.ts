import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Automation } from '../config/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { venvPrograms } from './environment.js';

/** What will be executed. */
export interface Entrypoint {
  /** Absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  /** Whether the program lies in the locked environment. */
  readonly locked: boolean;
}

/**
 * Find what an automation starts: a module under the interpreter of .venv; a command in .venv, in the repository (if its
 * name has a folder), or on PATH outside of the repository.
 * @param venv the locked environment, absolute; undefined if there is none
 * @param args from behind `--`, handed on as they are
 * @throws Fault AG312 no .venv for a module, AG313 program not found, AG321 the program lies outside of the repository
 */
export const findEntrypoint = (
  world: World,
  root: string,
  venv: string | undefined,
  automation: Automation,
  args: readonly string[],
): Entrypoint => {
  const { platform } = world.machine;
  const suffix = platform === 'win32' ? '.exe' : '';
  const entrypoint = automation.entrypoint;
  const inVenv = (name: string): string | undefined => {
    if (venv === undefined) return undefined;
    const path = join(venvPrograms(platform, venv), name + suffix);
    return world.files.real(path) === undefined ? undefined : path;
  };
  if ('module' in entrypoint) {
    const python = inVenv('python');
    if (python === undefined) {
      const path = join(venvPrograms(platform, join(root, '.venv')), `python${suffix}`);
      throw new Fault('AG312', { path: relative(root, path) });
    }
    return { program: python, args: ['-m', entrypoint.module, ...(entrypoint.args ?? []), ...args], locked: true };
  }
  const [name = '', ...rest] = entrypoint.command;
  const all = [...rest, ...args];
  if (name.includes('/') || (platform === 'win32' && name.includes('\\'))) {
    const path = resolve(root, name);
    const real = world.files.real(path);
    if (isAbsolute(name) || !path.startsWith(root + sep)) throw new Fault('AG321', { path: name });
    if (real === undefined) throw new Fault('AG313', { program: name });
    // The interpreter of .venv is a link to one outside; any other link would let a commit name what it does not hold.
    const inside = real.startsWith((world.files.real(root) ?? root) + sep);
    if (!inside && !path.startsWith(join(root, '.venv') + sep)) throw new Fault('AG321', { path: name });
    return { program: path, args: all, locked: false };
  }
  const locked = inVenv(name);
  if (locked !== undefined) return { program: locked, args: all, locked: true };
  const program = world.processes.find(name, root);
  if (program === undefined) throw new Fault('AG313', { program: name });
  return { program, args: all, locked: false };
};
