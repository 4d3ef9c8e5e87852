import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Fault } from '../faults/index.js';
import type { Repository, World } from '../ports/index.js';
import { utf8 } from './observed.js';

/** One file of a commit. */
interface Tracked {
  readonly mode: string;
  readonly type: string;
  readonly oid: string;
  /** As git names it: bytes as latin1. */
  readonly path: string;
}

/**
 * Whether the work tree is exactly the commit, from the bytes on disk: git's index can be told to look away
 * (assume-unchanged, skip-worktree), and replace refs to show other content.
 * @param commit full object id
 * @returns paths that differ and why, in git's order; empty if none does
 */
export const findDifferences = (world: World, repository: Repository, commit: string): readonly string[] => {
  const differences: string[] = [];
  const tracked = listTree(repository, commit);
  const newlines = ['true', 'input'].includes(repository.config('core.autocrlf') ?? '');
  const modes = world.machine.platform !== 'win32' && repository.config('core.filemode') !== 'false';
  for (const file of tracked) {
    const reason = compare(world, repository.root, file, { newlines, modes });
    if (reason !== undefined) differences.push(`${utf8(file.path)} (${reason})`);
  }
  return [...differences, ...findPlanted(world, repository, tracked)];
};

const listTree = (repository: Repository, commit: string): readonly Tracked[] =>
  latin(repository, ['ls-tree', '-r', '-z', '--full-tree', commit])
    .split('\0')
    .filter(Boolean)
    .map((entry) => {
      const tab = entry.indexOf('\t');
      const [mode = '', type = '', oid = ''] = entry.slice(0, tab).split(' ');
      return { mode, type, oid, path: entry.slice(tab + 1) };
    });

interface Rules {
  /** git was told to store CR LF as LF. */
  readonly newlines: boolean;
  readonly modes: boolean;
}

const compare = (world: World, root: string, file: Tracked, rules: Rules): string | undefined => {
  if (file.type === 'commit') return 'a submodule, which cannot be verified';
  const path = Buffer.from(file.path, 'latin1').toString('utf8');
  if (Buffer.from(path, 'utf8').toString('latin1') !== file.path)
    return 'its name is no UTF-8, so it cannot be verified';
  const place = join(root, path);
  const stat = world.files.stat(place);
  if (stat === undefined) return 'missing';
  if (file.mode === '120000') {
    const target = world.files.readLink(place);
    return target !== undefined && blobId(Buffer.from(target), file.oid) === file.oid ? undefined : 'another link';
  }
  if (stat.kind !== 'file') return `a ${stat.kind}`;
  if (rules.modes && ((stat.mode & 0o100) !== 0) !== (file.mode === '100755')) return 'its executable bit differs';
  const content = world.files.read(place);
  if (content === undefined) return 'missing';
  if (blobId(content, file.oid) === file.oid) return undefined;
  if (rules.newlines) {
    const text = Buffer.from(content).toString('latin1').replaceAll('\r\n', '\n');
    if (blobId(Buffer.from(text, 'latin1'), file.oid) === file.oid) return undefined;
  }
  return 'its content differs';
};

/** The object id of a blob with this content, in the hash that the repository uses. */
const blobId = (content: Uint8Array, like: string): string =>
  createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');

/**
 * What git ignores and Python would import from where it looks: modules and compiled modules beside tracked ones, under src/ and in the
 * root itself; packages of the root; and links and nested repositories there, into which git does not look.
 */
const findPlanted = (world: World, repository: Repository, tracked: readonly Tracked[]): readonly string[] => {
  const roots = new Set(['src']);
  for (const { path } of tracked) {
    const slash = path.indexOf('/');
    if (slash > 0 && path.endsWith('.py')) roots.add(path.slice(0, slash));
  }
  const args = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--', '.', ':(exclude,top).venv'];
  const isImportable = (path: string): boolean => {
    if (/^[A-Za-z_\x80-\xff][\w\x80-\xff]*\/__init__\.[^/]+$/.test(path)) return true;
    const slash = path.indexOf('/');
    const nested = path.endsWith('/');
    const ofRoot = slash < 0 || slash === path.length - 1;
    if (!ofRoot && !roots.has(path.slice(0, slash))) return false;
    if (/\.(py|pyd|so|pth|pyz)$/i.test(path)) return true;
    if (/\.pyc$/i.test(path)) return !path.includes('__pycache__/');
    if (!/(^|\/)[A-Za-z_\x80-\xff][\w\x80-\xff]*\/?$/.test(path)) return false;
    const place = join(repository.root, utf8(path));
    if (nested) return !ofRoot || world.files.list(place).some((name) => name.startsWith('__init__.'));
    return world.files.stat(place)?.kind === 'link';
  };
  return latin(repository, args)
    .split('\0')
    .filter((path) => path !== '' && isImportable(path))
    .map((path) => `${utf8(path)} (ignored by git, and importable)`);
};

const latin = (repository: Repository, args: readonly string[]): string => {
  const answer = repository.run(args);
  if (answer.code !== 0) {
    throw new Fault('AG305', { command: args[0], reason: answer.stderr.trim().split('\n').at(-1) ?? '' });
  }
  return Buffer.from(answer.stdout).toString('latin1');
};

/** @throws Fault AG310 (with the first path and how many more) if there is any difference */
export const refuseDifferences = (differences: readonly string[], advice?: string): void => {
  const [first] = differences;
  if (first === undefined) return;
  const more = differences.length > 1 ? ` (and ${differences.length - 1} more)` : '';
  throw new Fault('AG310', { path: first + more }, advice);
};
