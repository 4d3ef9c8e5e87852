import { basename, dirname } from 'node:path';
import { newId } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import type { Context } from './engine.js';
import { suggestName } from './names.js';
import type { Target } from './target.js';

/** The Python of a repository that is only written, not installed: the oldest that the templates support. */
const oldestPython = '3.11';

/**
 * What the defaults of questions may use: this machine, this moment, this folder.
 * @param install whether a Python is needed now, and so must be there
 * @throws Fault AG201 (no git), AG202 (no Python ≥ 3.11), AG203 (git does not know who commits)
 */
export const gatherFacts = async (
  world: World,
  target: Target,
  install: boolean,
  interactive: boolean,
): Promise<Context> => {
  if (world.git.program === undefined) throw new Fault('AG201');
  const identity = world.git.identity(nearestFolder(world, target.folder));
  if (identity === undefined) throw new Fault('AG203');
  const now = world.clock.now();
  const name = basename(target.folder);
  return {
    folder: interactive ? (suggestName(name) ?? name) : name,
    git_name: identity.name,
    git_email: identity.email,
    python_found: install ? await pythonFound(world) : oldestPython,
    branch_found: target.branch ?? 'main',
    date_now: now.toISOString().slice(0, 10),
    id_new: newId({ now: () => now }, world.random),
    autogov: world.version,
  };
};

const pythonFound = async (world: World): Promise<string> => {
  const { findPython } = await import('../tools/index.js');
  const python = await findPython(world, world.git.repository(world.machine.cwd)?.root);
  if (python === undefined) throw new Fault('AG202');
  return python.version.split('.').slice(0, 2).join('.');
};

const nearestFolder = (world: World, folder: string): string => {
  let here = folder;
  while (world.files.stat(here) === undefined && dirname(here) !== here) here = dirname(here);
  return here;
};
