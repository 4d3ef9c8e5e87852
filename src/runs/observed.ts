import { join } from 'node:path';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Repository, World } from '../ports/index.js';

/** The commit, and how the work tree differs from it as `git status` sees it. */
export interface Observed {
  /** Full object id of HEAD. */
  readonly commit: string;
  /** Undefined when HEAD is detached. */
  readonly branch: string | undefined;
  readonly dirty: Dirty | undefined;
}

export interface Dirty {
  /** Paths as git names them (bytes as latin1 where they are no UTF-8), sorted. */
  readonly paths: readonly string[];
  /** SHA-256 over each status, path and content; undefined if there is too much to read in development. */
  readonly digest: string | undefined;
}

/** Content beyond this (bytes, all files together) is not digested: a development run must start at once. */
const mostDigested = 32 * 1024 * 1024;
const mostFiles = 2000;

/** @throws Fault AG302 without any commit */
export const observe = (world: World, repository: Repository): Observed => {
  const answer = repository.run([
    'status',
    '--porcelain=v2',
    '--branch',
    '-z',
    '--untracked-files=all',
    '--no-renames',
    // What was edited inside a submodule is not looked at: git would run filters that the submodule's own configuration names.
    '--ignore-submodules=dirty',
  ]);
  if (answer.code !== 0) {
    throw new Fault('AG305', { command: 'status', reason: answer.stderr.trim().split('\n').at(-1) ?? '' });
  }
  const fields = Buffer.from(answer.stdout).toString('latin1').split('\0').filter(Boolean);
  const header = (name: string): string | undefined =>
    fields.find((field) => field.startsWith(`# ${name} `))?.slice(name.length + 3);
  const commit = header('branch.oid');
  if (commit === undefined || commit === '(initial)') throw new Fault('AG302');
  const branch = header('branch.head');
  const entries = fields.filter((field) => !field.startsWith('# '));
  return {
    commit,
    branch: branch === undefined || branch === '(detached)' ? undefined : utf8(branch),
    dirty: entries.length === 0 ? undefined : describe(world, repository.root, entries),
  };
};

/** `1 XY sub mH mI mW hH hI path`, `u XY sub m1 m2 m3 mW h1 h2 h3 path`, `? path`. @see git-status(1), Porcelain Format Version 2 */
const pathOf = (entry: string): string => {
  const before = entry.startsWith('1 ') ? 8 : entry.startsWith('u ') ? 10 : 1;
  return entry.split(' ').slice(before).join(' ');
};

const describe = (world: World, root: string, entries: readonly string[]): Dirty => {
  const files = entries
    .map((entry) => ({ entry, path: utf8(pathOf(entry)) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const paths = files.map(({ path }) => path);
  if (files.length > mostFiles) return { paths, digest: undefined };
  let total = 0;
  const lines: string[] = [];
  for (const { entry, path } of files) {
    const place = join(root, path);
    const stat = world.files.stat(place);
    total += stat?.size ?? 0;
    if (total > mostDigested) return { paths, digest: undefined };
    const content = stat?.kind === 'file' ? world.files.read(place) : undefined;
    lines.push(`${entry}\0${content === undefined ? (stat?.kind ?? 'absent') : sha256(content)}`);
  }
  return { paths, digest: sha256(lines.join('\n')) };
};

const strict = new TextDecoder('utf-8', { fatal: true });

/** git's bytes, held as latin1, as text; what is no UTF-8 stays latin1. */
export const utf8 = (latin: string): string => {
  try {
    return strict.decode(Buffer.from(latin, 'latin1'));
  } catch {
    return latin;
  }
};
