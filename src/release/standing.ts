import { type Access, judge, readAccess } from '../access/index.js';
import { findLog, readRecords } from '../audit/index.js';
import type { Project } from '../config/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { readCommitted } from './committed.js';
import { type Refs, readRefs } from './history.js';
import type { PlanRemote } from './model.js';
import { projectOf, type RecordPlace } from './record.js';
import { findRemote, readRemote } from './remote.js';
import { policyPath, readSettings } from './settings.js';
import { readTagObject, type TagObject } from './tag-object.js';

/** How a release stands, here and at the remote. What could not be asked is `unknown`, and counts as missing. */
export interface Standing {
  readonly tag: string;
  readonly commit: string;
  readonly tagObject: string;
  /** Whether autogov made the tag. */
  readonly ours: boolean;
  readonly signature: {
    readonly state: 'granted' | 'notGranted' | 'unsigned' | 'notChecked';
    readonly keyId: string | null;
    readonly reason: string;
  };
  readonly branch: { readonly name: string | null; readonly state: 'contains' | 'behind' | 'apart' };
  readonly workTree: 'current' | 'behind' | 'other';
  readonly remote: { readonly name: string; readonly state: 'has' | 'lacks' | 'differs' | 'unknown' } | null;
  readonly record: RecordPlace | null;
  /** In words, what `release resume` has left to do. */
  readonly missing: readonly string[];
}

/** Everything that judging and resuming a release need. */
export interface Examined {
  readonly standing: Standing;
  readonly object: TagObject;
  readonly remote: PlanRemote | null;
  readonly access: Access | undefined;
  readonly projectId: string | undefined;
}

/** Refs by the tag prefix of the committed policy. */
export const releaseRefs = async (project: Project): Promise<Refs> => {
  const refs = readRefs(project.repository, 'v');
  if (refs.head === undefined) return refs;
  const policy = readCommitted(project.repository, refs.head, [policyPath]).blobs.get(policyPath);
  const { tagPrefix } = await readSettings(policy);
  return tagPrefix === 'v' ? refs : readRefs(project.repository, tagPrefix);
};

/** @returns undefined where there is no such tag here, or a lightweight one */
export const examine = async (
  world: World,
  project: Project,
  refs: Refs,
  tag: string,
): Promise<Examined | undefined> => {
  const { repository, root } = project;
  const object = readTagObject(repository, tag);
  if (object === undefined) return undefined;
  const access = await readAccess(world, root);
  const projectId = await projectOf(world, root, access);
  const remote = refs.branch === undefined ? null : findRemote(repository, refs.branch, refs);
  const state = remote === null ? null : { name: remote.name, state: await remoteState(project, remote, tag, object) };
  const branch = { name: refs.branch ?? null, state: branchState(project, refs, object) };
  const workTree = treeState(project, refs, object);
  const record = projectId === undefined ? null : findRecord(world, projectId, tag, object);
  const missing = [
    ...(state === null || state.state === 'has' ? [] : [`${state.name}: ${remoteWords[state.state]}`]),
    ...(branch.state === 'behind' ? [`${branch.name} is not at the release commit`] : []),
    ...(workTree === 'behind' ? ['the work tree still holds the version before'] : []),
    ...(object.made !== undefined && projectId !== undefined && record === null
      ? ['no record in the audit log of this machine']
      : []),
  ];
  const standing: Standing = {
    tag,
    commit: object.commit,
    tagObject: object.id,
    ours: object.made !== undefined,
    signature: judgeSignature(access, object),
    branch,
    workTree,
    remote: state,
    record,
    missing,
  };
  return { standing, object, remote, access, projectId };
};

type RemoteState = NonNullable<Standing['remote']>['state'];

const remoteWords = {
  lacks: 'it lacks the tag',
  differs: 'its tag is another one',
  unknown: 'it could not be asked',
} as const;

const remoteState = async (
  { repository }: Project,
  remote: PlanRemote,
  tag: string,
  object: TagObject,
): Promise<RemoteState> => {
  try {
    const there = (await readRemote(repository, remote, tag)).tag;
    return there === undefined ? 'lacks' : there === object.id ? 'has' : 'differs';
  } catch (error) {
    if (error instanceof Fault && error.code === 'AG610') return 'unknown';
    throw error;
  }
};

const branchState = (
  { repository }: Project,
  { head }: Refs,
  { commit, made }: TagObject,
): Standing['branch']['state'] => {
  if (head === undefined) return 'apart';
  if (repository.run(['merge-base', '--is-ancestor', commit, head]).code === 0) return 'contains';
  return head === made?.base ? 'behind' : 'apart';
};

/** Behind: the branch is at the release, but index or files are still those of the base, as a kill between the two leaves them. */
const treeState = ({ repository }: Project, { head }: Refs, { commit, made }: TagObject): Standing['workTree'] => {
  if (made === undefined || (head !== commit && head !== made.base)) return 'other';
  const same = (base: string): boolean => {
    const paths = repository
      .text(['diff-tree', '-r', '-z', '--name-only', '--no-commit-id', made.base, commit])
      .split('\0')
      .filter((path) => path !== '');
    return (
      repository.run(['diff-index', '--cached', '--quiet', base, '--', ...paths.map((path) => `:(literal)${path}`)])
        .code === 0
    );
  };
  if (head === commit && same(commit)) return 'current';
  return same(made.base) ? 'behind' : 'other';
};

const judgeSignature = (access: Access | undefined, { signer }: TagObject): Standing['signature'] => {
  if (signer === undefined) return { state: 'unsigned', keyId: null, reason: 'no Ed25519 signature that holds' };
  if (access === undefined)
    return { state: 'notChecked', keyId: signer.keyId, reason: 'the repository has no access chain' };
  const { allowed, reason } = judge(access, { publicKey: signer.publicKey, namespace: 'autogov.release@v1' });
  return { state: allowed ? 'granted' : 'notGranted', keyId: signer.keyId, reason };
};

/** The record of this tag object in the log of this machine. Older records than the tag are not looked at. */
const findRecord = (world: World, projectId: string, tag: string, object: TagObject): RecordPlace | null => {
  try {
    const log = findLog(world, undefined, projectId);
    const since = new Date(object.time * 1000).toISOString();
    for (let before: number | undefined; ; ) {
      const page = readRecords(world.files, log, { since }, 1000, before);
      const found = page.records.find(
        ({ record }) =>
          record.name === 'release' &&
          record.statement.predicate['tag'] === tag &&
          record.statement.subject.some((subject) => subject.digest['gitTag'] === object.id),
      );
      if (found !== undefined) return { index: found.index, id: found.record.common.id };
      if (page.next === undefined) return null;
      before = page.next;
    }
  } catch (error) {
    if (error instanceof Fault && error.code === 'AG404') return null;
    throw error;
  }
};
