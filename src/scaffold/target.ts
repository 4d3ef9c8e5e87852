import { basename, dirname, join } from 'node:path';
import { Fault } from '../faults/index.js';
import type { Repository, World } from '../ports/index.js';
import { lockPath } from './lock-file.js';
import type { ScaffoldPlan } from './model.js';

/** The folder that shall become a repository, as it was found. */
export interface Target {
  readonly folder: string;
  readonly state: ScaffoldPlan['state'];
  /** Branch of an existing repository without commits. */
  readonly branch?: string;
}

/** Files that systems leave in folders by themselves. */
const litter = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** Where everything is prepared: beside a new folder, inside an existing one; always on the same disk. */
export const stageOf = (target: Target): string =>
  target.state === 'new'
    ? join(dirname(target.folder), `.${basename(target.folder)}${stageSuffix}`)
    : join(target.folder, stageSuffix);

export const stageSuffix = '.autogov-init';

/**
 * @param folder absolute
 * @throws Fault AG501 if it holds something that is not ours, AG510 if it is no folder, AG306 if git refuses it
 */
export const inspectTarget = (world: World, folder: string): Target => {
  const { files } = world;
  const entry = files.stat(folder);
  if (basename(folder) === '') throw new Fault('AG510', { path: folder, reason: 'it is the root of the disk' });
  if (entry === undefined) {
    refuseBadParent(world, folder);
    return { folder, state: 'new' };
  }
  if (entry.kind === 'link') throw new Fault('AG510', { path: folder, reason: 'it is a symbolic link' });
  if (entry.kind !== 'folder') throw new Fault('AG510', { path: folder, reason: 'it is a file' });
  if (files.stat(join(folder, lockPath)) !== undefined) return { folder, state: 'done' };
  const names = files.list(folder).filter((name) => !litter.has(name) && name !== stageSuffix);
  if (names.length === 0) return { folder, state: 'empty' };
  if (names.length === 1 && names[0] === '.git') {
    const repository = world.git.repository(folder);
    if (repository !== undefined && isUnborn(repository)) {
      return { folder, state: 'git', branch: repository.text(['symbolic-ref', '--short', 'HEAD']).trim() };
    }
    throw new Fault('AG501', { path: folder, found: 'a git repository with commits' });
  }
  const shown = names.slice(0, 3).join(', ');
  const found = names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
  throw new Fault('AG501', { path: folder, found });
};

/** Whether the repository has no commit yet. */
export const isUnborn = (repository: Repository): boolean =>
  repository.run(['rev-parse', '--verify', '--quiet', 'HEAD']).code !== 0 &&
  repository.run(['symbolic-ref', '--quiet', 'HEAD']).code === 0;

const refuseBadParent = (world: World, folder: string): void => {
  for (let here = dirname(folder); ; here = dirname(here)) {
    const kind = world.files.stat(world.files.real(here) ?? here)?.kind;
    if (kind === 'folder') return;
    if (kind !== undefined) throw new Fault('AG510', { path: folder, reason: `${here} is not a folder` });
    if (dirname(here) === here) return;
  }
};
