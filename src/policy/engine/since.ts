import { Fault, nearest } from '../../faults/index.js';
import type { GitOptions, World } from '../../ports/index.js';
import { commitSnapshot, indexOptions, type Snapshot } from '../facts/snapshot.js';
import { decode } from '../facts/text.js';
import { readWaivers, type Waiver, waiversPath } from '../facts/waivers.js';
import type { Finding, Place } from '../model.js';
import { baselinePath, identity } from './baseline.js';
import { policyPath } from './effective.js';
import { judgeSource } from './judge.js';

/** What lies between a commit and what is judged now. */
export interface Change {
  /** Paths that were added, changed or removed. */
  readonly paths: ReadonlySet<string>;
  /** The files as they were at the start of the change; read when they are first asked for. */
  readonly base: Snapshot;
}

export const readChange = async (world: World, place: Place, ref: string, staged: boolean): Promise<Change> => {
  const { repository } = place;
  const commit = commitOf(place, ref);
  if (commit === undefined) throw unknown(place, ref);
  const found = repository.run(['merge-base', 'HEAD', commit], { cwd: place.root });
  const start = Buffer.from(found.stdout).toString().trim();
  if (commitOf(place, 'HEAD') === undefined) throw new Fault('AG302');
  if (found.code !== 0 || start === '') throw new Fault('AG333', { ref });
  const options = staged ? indexOptions(world, place) : { cwd: place.root };
  const changed = pathsOf(place, diff(start, staged ? ['--cached'] : []), options);
  // A diff against a commit does not see what git does not track yet.
  const added = staged ? [] : pathsOf(place, ['ls-files', '-z', '--others', '--exclude-standard'], options);
  let base: Snapshot | undefined;
  return {
    paths: new Set([...changed, ...added]),
    get base() {
      base ??= commitSnapshot(place, start);
      return base;
    },
  };
};

export const stagedPaths = async (world: World, place: Place): Promise<ReadonlySet<string>> => {
  const options = indexOptions(world, place);
  const born = commitOf(place, 'HEAD') !== undefined;
  return new Set(pathsOf(place, born ? diff('HEAD', ['--cached', '--diff-filter=d']) : ['ls-files', '-z'], options));
};

const diff = (commit: string, more: readonly string[]): readonly string[] => [
  'diff',
  '-z',
  '--name-only',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=dirty',
  ...more,
  commit,
  '--',
];

const pathsOf = (place: Place, args: readonly string[], options: GitOptions): readonly string[] => {
  const { code, stdout, stderr } = place.repository.run(args, options);
  if (code !== 0) throw new Fault('AG305', { command: args[0] ?? '', reason: stderr.trim().split('\n').at(-1) ?? '' });
  const bytes = Buffer.from(stdout);
  const paths: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0, at);
    if (end < 0) break;
    paths.push(decode(bytes.subarray(at, end)));
    at = end + 1;
  }
  return paths;
};

const commitOf = (place: Place, ref: string): string | undefined => {
  const answer = place.repository.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  const id = Buffer.from(answer.stdout).toString().trim();
  return answer.code === 0 && id !== '' ? id : undefined;
};

const unknown = (place: Place, ref: string): Fault => {
  if (commitOf(place, 'HEAD') === undefined) return new Fault('AG302');
  const names = Buffer.from(
    place.repository.run(['for-each-ref', '--format=%(refname:short)', 'refs/heads', 'refs/tags', 'refs/remotes'])
      .stdout,
  )
    .toString()
    .split('\n')
    .filter((name) => name !== '');
  const near = nearest(ref, names);
  return near === undefined
    ? new Fault('AG332', { ref, hint: '' })
    : new Fault('AG332', { ref, hint: `; did you mean ${near}?` }, `did you mean: --since ${near}`);
};

/** Where these change, any verdict may. */
const judging: readonly string[] = [policyPath, waiversPath, baselinePath];

/**
 * Which findings a change can have caused: those at a path that it touched, and those that its start did not have, wherever they
 * stand (a new file collides with an old one; a removed one is missed by the whole repository).
 */
export const causedBy = async (change: Change, today: string): Promise<(finding: Finding) => boolean> => {
  if (change.paths.size === 0) return () => false;
  if (judging.some((path) => change.paths.has(path))) return () => true;
  const before = await countBefore(change, today);
  return (finding) => {
    if (change.paths.has(finding.path)) return true;
    const key = exactly(finding);
    const left = before.get(key) ?? 0;
    if (left > 0) before.set(key, left - 1);
    return left === 0;
  };
};

/** Which waivers a change brought, or gave another day: they excuse what the same hands made. */
export const waiversOf = async (change: Change, today: string): Promise<(waiver: Waiver) => boolean> => {
  if (!change.paths.has(waiversPath)) return () => false;
  const before = new Set((await waiversBefore(change.base, today)).map(sameWaiver));
  return (waiver) => !before.has(sameWaiver(waiver));
};

/** Those of a file that could not be read excused nothing. */
const waiversBefore = async (base: Snapshot, today: string): Promise<readonly Waiver[]> => {
  try {
    return await readWaivers(base.source, today);
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
};

const sameWaiver = ({ rule, path, expires }: Waiver): string => JSON.stringify([rule, path, expires]);

const countBefore = async ({ base }: Change, today: string): Promise<Map<string, number>> => {
  const counts = new Map<string, number>();
  for (const { findings } of (await judgeSource(base.source, today)).outcomes) {
    for (const finding of findings) counts.set(exactly(finding), (counts.get(exactly(finding)) ?? 0) + 1);
  }
  return counts;
};

/** With its message: a finding about a folder that says more than before is another one. */
const exactly = (finding: Finding): string => `${identity(finding)}${finding.message}`;
