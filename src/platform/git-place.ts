import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Files, Machine } from '../ports/index.js';
import { type GitSetting, gitEnvironment } from './git-hardening.js';
import { isPlainConfig } from './git-plain-config.js';
import { allowedPath } from './path.js';

/** A work tree and the folder that git keeps for it. */
export interface Place {
  readonly root: string;
  readonly folder: string;
}

/** Search upwards for .git: a folder, a link to one, or a file that names one (linked work trees, submodules). */
export const locate = (files: Files, start: string): Place | undefined => {
  for (let here = files.real(start) ?? start; ; here = dirname(here)) {
    const candidate = join(here, '.git');
    const entry = files.stat(candidate);
    const folder = entry?.kind === 'link' ? files.real(candidate) : candidate;
    if (entry?.kind !== 'file' && folder !== undefined && isGitFolder(files, folder)) return { root: here, folder };
    if (entry?.kind === 'file') {
      const target = /^gitdir: (.+?)\s*$/.exec(files.readText(candidate) ?? '')?.[1];
      if (target !== undefined) return { root: here, folder: isAbsolute(target) ? target : join(here, target) };
    }
    if (dirname(here) === here) return undefined;
  }
};

/** What git itself takes for a repository. A folder that it would pass over must not stand for the one that it would find above. */
const isGitFolder = (files: Files, folder: string): boolean => {
  const isFolder = (name: string): boolean => {
    const entry = files.stat(join(folder, name));
    return entry?.kind === 'link' || (entry?.kind === 'folder' && (entry.mode & 0o111) !== 0);
  };
  if (files.stat(join(folder, 'HEAD')) === undefined) return false;
  return files.stat(join(folder, 'commondir')) !== undefined || (isFolder('objects') && isFolder('refs'));
};

/** `commondir` would send git to the configuration of another folder; a HEAD that it can't read, to another repository. */
export const hasPlainConfig = (files: Files, place: Place): boolean =>
  place.folder === join(place.root, '.git') &&
  files.stat(join(place.folder, 'commondir')) === undefined &&
  ['objects', 'refs'].every((name) => files.stat(join(place.folder, name))?.kind === 'folder') &&
  files.stat(join(place.folder, 'HEAD'))?.kind === 'file' &&
  /^(ref: refs\/|[0-9a-f]{40})/.test(files.readText(join(place.folder, 'HEAD')) ?? '') &&
  files.stat(join(place.folder, 'config'))?.kind === 'file' &&
  isPlainConfig(files.readText(join(place.folder, 'config')) ?? '');

/** What git is given in a repository: it never looks above its root, and starts nothing that lies inside. */
export const environmentIn = (files: Files, { platform, env }: Machine, root: string): Record<string, string> => {
  const base = gitEnvironment(env);
  const key = Object.keys(base).find((name) => name.toUpperCase() === 'PATH');
  if (key !== undefined)
    base[key] = allowedPath(platform, base[key] ?? '', { outside: root, real: (path) => realOrNone(files, path) });
  return { ...base, GIT_CEILING_DIRECTORIES: dirname(root) };
};

const realOrNone = (files: Files, path: string): string | undefined => {
  try {
    return files.real(path);
  } catch {
    return undefined;
  }
};

/** Whether git would judge, hash and write another folder than the one that is read here. */
export const namesOtherTree = (files: Files, place: Place, settings: readonly GitSetting[]): boolean => {
  const named = settings.findLast(({ key }) => key === 'core.worktree')?.value;
  if (named === undefined || named === '') return false;
  const aim = resolve(files.real(place.folder) ?? place.folder, named);
  return files.real(aim) !== (files.real(place.root) ?? place.root);
};
