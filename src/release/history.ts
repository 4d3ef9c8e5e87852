import { join, resolve } from 'node:path';
import { Fault } from '../faults/index.js';
import type { Files, Repository } from '../ports/index.js';
import { compareVersions, parseSemver, type Version } from './version.js';

/** A commit as `git log` gives it. */
export interface Commit {
  readonly id: string;
  /** In order; empty for a root. */
  readonly parents: readonly string[];
  readonly email: string;
  /** Author date, seconds since the epoch, as git wrote it. */
  readonly time: string;
  /** The whole message. */
  readonly text: string;
}

export interface VersionTag {
  readonly name: string;
  readonly version: Version;
}

/** Branches and version tags, by one `for-each-ref`. */
export interface Refs {
  /** Short name of the branch that is checked out; undefined where HEAD is detached or unborn. */
  readonly branch: string | undefined;
  /** The commit of that branch. */
  readonly head: string | undefined;
  /** What that branch follows at a remote; undefined where it follows nothing, or a local branch. */
  readonly upstream: { readonly remote: string; readonly branch: string } | undefined;
  /** Ascending by version; prereleases too. */
  readonly tags: readonly VersionTag[];
  /** Remote-tracking branches by their short name, `origin/main`. */
  readonly tracking: ReadonlyMap<string, string>;
  /** How many tags look like versions but have another prefix or form, and one of them. */
  readonly passedOver: { readonly count: number; readonly example: string | undefined };
}

/** `%(HEAD)` marks the branch that is checked out. No object is read, so the cost is that of listing names. */
const refFormat =
  '--format=%(HEAD)%(refname) %(objectname) %(if)%(HEAD)%(then)%(upstream:remotename) %(upstream:remoteref)%(end)';

export const readRefs = (repository: Repository, prefix: string): Refs => {
  const output = repository.text(['for-each-ref', refFormat, 'refs/heads', 'refs/remotes', 'refs/tags']);
  let branch: string | undefined;
  let head: string | undefined;
  let upstream: Refs['upstream'];
  const tags: VersionTag[] = [];
  const tracking = new Map<string, string>();
  let count = 0;
  let example: string | undefined;
  for (const line of output.split('\n')) {
    const [name = '', commit = '', remote = '', followed = ''] = line.slice(1).split(' ');
    if (line.startsWith('*')) {
      [branch, head] = [name.slice('refs/heads/'.length), commit];
      const there = followed.startsWith('refs/heads/') ? followed.slice('refs/heads/'.length) : '';
      if (remote !== '' && remote !== '.' && there !== '') upstream = { remote, branch: there };
    } else if (name.startsWith('refs/remotes/')) tracking.set(name.slice('refs/remotes/'.length), commit);
    if (!name.startsWith('refs/tags/')) continue;
    const tag = name.slice('refs/tags/'.length);
    const version = tag.startsWith(prefix) ? parseSemver(tag.slice(prefix.length)) : undefined;
    if (version !== undefined) tags.push({ name: tag, version });
    else if (/\d+\.\d+\.\d+/.test(tag)) {
      count++;
      example = tag;
    }
  }
  tags.sort((a, b) => compareVersions(a.version, b.version));
  return { branch, head, upstream, tags, tracking, passedOver: { count, example } };
};

/**
 * What a release needs of the repository before it reads history.
 * @throws Fault AG302 no commits, AG303 detached HEAD, AG304 shallow clone
 */
export const assertReleasable = (
  files: Files,
  repository: Repository,
  refs: Refs,
): { branch: string; head: string } => {
  if (refs.branch === undefined || refs.head === undefined) {
    const detached = repository.run(['symbolic-ref', '--quiet', 'HEAD']).code !== 0;
    throw new Fault(detached ? 'AG303' : 'AG302');
  }
  if (files.stat(join(commonFolder(files, repository), 'shallow')) !== undefined) throw new Fault('AG304');
  return { branch: refs.branch, head: refs.head };
};

/** The .git folder that all linked work trees share. */
export const commonFolder = (files: Files, repository: Repository): string => {
  const shared = files.readText(join(repository.folder, 'commondir'))?.trim();
  return shared === undefined || shared === '' ? repository.folder : resolve(repository.folder, shared);
};

export interface Range {
  /** The newest release that is an ancestor of HEAD; undefined where there is none. */
  readonly base: VersionTag | undefined;
  /** Not in the base; children before their parents. */
  readonly commits: readonly Commit[];
}

const logArguments = [
  'log',
  '-z',
  '--topo-order',
  '--no-show-signature',
  '--no-color',
  '--encoding=UTF-8',
  '--left-right',
];
const logFormat = '--format=%m%H%n%P%n%ae%n%at%n%B';

/**
 * Commits since the newest release tag that was merged, by one `git log` of a symmetric difference: where the tag is an ancestor,
 * its own side is empty. Only where it isn't (work on an older line), git is asked which tags are.
 */
export const readRange = (repository: Repository, head: string, tags: readonly VersionTag[]): Range => {
  const releases = tags.filter((tag) => tag.version.pre === undefined);
  const newest = releases.at(-1);
  if (newest === undefined) return { base: undefined, commits: readLog(repository, [head]).commits };
  const first = readLog(repository, [`refs/tags/${newest.name}...${head}`], true);
  if (first.ancestor) return { base: newest, commits: first.commits };
  const merged = new Set(repository.text(['tag', '--merged', head]).split('\n'));
  const base = releases.findLast((tag) => merged.has(tag.name));
  return {
    base,
    commits: readLog(repository, [base === undefined ? head : `refs/tags/${base.name}..${head}`]).commits,
  };
};

/** @param tolerant answer "not an ancestor" where git can't read the tag as a commit, instead of a fault */
const readLog = (
  repository: Repository,
  range: readonly string[],
  tolerant = false,
): { commits: Commit[]; ancestor: boolean } => {
  const args = [...logArguments, logFormat, ...range, '--'];
  const done = tolerant ? repository.run(args) : undefined;
  if (done !== undefined && done.code !== 0) return { commits: [], ancestor: false };
  const output = done === undefined ? repository.text(args) : new TextDecoder().decode(done.stdout);
  const commits: Commit[] = [];
  for (let at = 0; at < output.length; ) {
    const nul = output.indexOf('\0', at);
    const end = nul < 0 ? output.length : nul;
    if (output[at] === '<') return { commits: [], ancestor: false };
    const a = output.indexOf('\n', at);
    const b = output.indexOf('\n', a + 1);
    const c = output.indexOf('\n', b + 1);
    const d = output.indexOf('\n', c + 1);
    commits.push({
      id: output.slice(at + 1, a),
      parents: b === a + 1 ? [] : output.slice(a + 1, b).split(' '),
      email: output.slice(b + 1, c),
      time: output.slice(c + 1, d),
      text: output.slice(d + 1, end),
    });
    at = end + 1;
  }
  return { commits, ancestor: true };
};
