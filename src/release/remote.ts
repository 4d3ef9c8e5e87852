import { Fault } from '../faults/index.js';
import type { Repository } from '../ports/index.js';
import type { Refs } from './history.js';
import type { PlanRemote } from './model.js';

/** The remote that the branch follows, else `origin`; null where the repository has neither. */
export const findRemote = (
  repository: Repository,
  branch: string,
  refs: Pick<Refs, 'tracking' | 'upstream'>,
): PlanRemote | null => {
  const followed = refs.upstream;
  // What the branch follows came with the refs; only without that is the configuration asked, which costs a git call.
  if (followed === undefined && repository.config('remote.origin.url') === undefined) return null;
  const name = followed?.remote ?? 'origin';
  const there = followed?.branch ?? branch;
  return { name, branch: there, expected: refs.tracking.get(`${name}/${there}`) ?? null };
};

/** What a remote holds under the names that a release touches. */
export interface RemoteState {
  readonly branch: string | undefined;
  /** Id of the tag object (not of what it names). */
  readonly tag: string | undefined;
}

/** @throws Fault AG610 where the remote does not answer */
export const readRemote = async (
  repository: Repository,
  remote: Pick<PlanRemote, 'name' | 'branch'>,
  tag: string,
): Promise<RemoteState> => {
  const names = { branch: `refs/heads/${remote.branch}`, tag: `refs/tags/${tag}` };
  const done = await repository.remote(['ls-remote', '--', remote.name, names.branch, names.tag]);
  if (done.code !== 0) throw new Fault('AG610', { remote: remote.name, reason: gitReason(done.stderr) });
  const found = new Map<string, string>();
  for (const line of new TextDecoder().decode(done.stdout).split('\n')) {
    const [id, name] = line.split('\t');
    if (id !== undefined && name !== undefined) found.set(name, id);
  }
  return { branch: found.get(names.branch), tag: found.get(names.tag) };
};

/** The line of git's error output that says why; what the remote itself said comes first. */
export const gitReason = (stderr: string): string => {
  const said = remoteWords(stderr);
  if (said.length > 0) return said.join('; ');
  const lines = stderr.split('\n').map((line) => line.trimEnd());
  const own = lines.findLast((line) => /^(fatal|error): /.test(line))?.replace(/^(fatal|error): /, '');
  return own ?? lines.findLast((line) => line !== '') ?? 'no reason given';
};

/** The first lines of what hooks of the remote wrote, without git's own word that they declined. */
const remoteWords = (stderr: string): string[] =>
  stderr
    .split('\n')
    .flatMap((line) => /^remote: *(\S.*?)\s*$/.exec(line)?.[1] ?? [])
    .filter((line) => !line.startsWith('error: hook declined'))
    .slice(0, 3);

export interface Push {
  readonly remote: PlanRemote;
  /** The remote branch's commit that this push replaces; undefined: the branch must not exist. */
  readonly expected: string | undefined;
  readonly commit: string;
  readonly tag: string;
  readonly tagObject: string;
}

/**
 * The commit point with a remote: branch and tag, both or neither, and only where the remote still is what was planned for.
 * @returns undefined when the remote took them, else why not
 */
export const pushRelease = async (repository: Repository, push: Push): Promise<string | undefined> => {
  const branch = `refs/heads/${push.remote.branch}`;
  const tag = `refs/tags/${push.tag}`;
  const done = await repository.remote([
    'push',
    '--atomic',
    '--porcelain',
    '--no-verify',
    '--no-follow-tags',
    '--recurse-submodules=no',
    `--force-with-lease=${branch}:${push.expected ?? ''}`,
    `--force-with-lease=${tag}:`,
    '--',
    push.remote.name,
    `${push.commit}:${branch}`,
    `${push.tagObject}:${tag}`,
  ]);
  if (done.code === 0) return undefined;
  const statuses = [...new TextDecoder().decode(done.stdout).matchAll(/^!\t[^\t]*\t\[([^\]]+)\](?: \(([^)]*)\))?/gm)];
  // The other ref of an atomic push is refused only because of the first: that one's reason is wanted.
  const why = statuses
    .map(([, status, detail]) => detail ?? status)
    .find((text) => text !== undefined && !text.startsWith('atomic push'));
  const said = remoteWords(done.stderr);
  const heard = said.length > 0 ? said.join('; ') : undefined;
  return [why, heard].filter((part) => part !== undefined && part !== '').join(': ') || gitReason(done.stderr);
};
