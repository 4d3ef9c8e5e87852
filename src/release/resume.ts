import { obtainSigner } from '../access/index.js';
import { findProject, type Project } from '../config/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { fastForward } from './forward.js';
import { recordRelease } from './record.js';
import { findRemote, gitReason, pushRelease, readRemote } from './remote.js';
import { type Examined, examine, releaseRefs, type Standing } from './standing.js';

export interface Resumed {
  readonly standing: Standing;
  /** What this call did, in words. */
  readonly did: readonly string[];
  /** What is still missing. */
  readonly faults: readonly Fault[];
}

/** How a release stands; the newest where no tag is given. @returns null where there is no release yet */
export const standingOf = async (world: World, tag: string | undefined): Promise<Standing | null> => {
  const project = findProject(world);
  const refs = await releaseRefs(project);
  const name = tag ?? refs.tags.at(-1)?.name;
  if (name === undefined) return null;
  const examined = await examine(world, project, refs, name);
  if (examined !== undefined) return examined.standing;
  if (refs.tags.some((other) => other.name === name)) {
    throw new Fault('AG613', { tag: name, reason: 'it is a lightweight tag, without message or signature' });
  }
  throw new Fault('AG612', { tag: name });
};

/** Finish what follows the commit point. Each part is looked at first, so that calling it again is harmless. */
export const resume = async (world: World, tag: string): Promise<Resumed> => {
  const project = findProject(world);
  const did: string[] = [];
  const faults: Fault[] = [];
  const refs = await releaseRefs(project);
  const remote = refs.branch === undefined ? null : findRemote(project.repository, refs.branch, refs);
  let examined = await examine(world, project, refs, tag);
  if (examined === undefined && remote !== null) {
    await fetchTag(project, remote.name, remote.branch, tag);
    did.push(`fetched ${tag} from ${remote.name}`);
    examined = await examine(world, project, refs, tag);
  }
  if (examined === undefined) throw new Fault('AG612', { tag });
  assertOurs(examined, tag);
  const part = async (what: string, done: string, body: () => Promise<string | undefined> | string | undefined) => {
    const reason = await body();
    if (reason === undefined) did.push(done);
    else faults.push(new Fault('AG611', { tag, what, reason }));
  };
  const { standing } = examined;
  if (standing.remote?.state === 'lacks')
    await part('the push', `pushed to ${standing.remote.name}`, () => pushLate(project, examined, tag));
  else if (standing.remote !== null && standing.remote.state !== 'has') {
    faults.push(new Fault('AG611', { tag, what: 'the push', reason: standing.missing[0] ?? '' }));
  }
  if (standing.branch.state === 'behind' || standing.workTree === 'behind') {
    await part('the work tree', `brought ${standing.branch.name} to ${tag}`, () => forward(project, examined, tag));
  }
  if (standing.record === null && examined.projectId !== undefined) {
    await part('the record', 'recorded it in the audit log', () => record(world, project, examined, tag));
  }
  const after = await examine(world, project, await releaseRefs(project), tag);
  return { standing: after?.standing ?? standing, did, faults };
};

const fetchTag = async ({ repository }: Project, remote: string, branch: string, tag: string): Promise<void> => {
  if ((await readRemote(repository, { name: remote, branch }, tag)).tag === undefined)
    throw new Fault('AG612', { tag });
  const ref = `refs/tags/${tag}`;
  const done = await repository.remote([
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-recurse-submodules',
    '--',
    remote,
    `${ref}:${ref}`,
  ]);
  if (done.code !== 0) throw new Fault('AG610', { remote, reason: gitReason(done.stderr) });
};

const assertOurs = ({ object, standing }: Examined, tag: string): void => {
  if (object.made === undefined) throw new Fault('AG613', { tag, reason: 'it does not name a plan' });
  if (standing.signature.state === 'unsigned' || standing.signature.state === 'notGranted') {
    throw new Fault('AG613', { tag, reason: standing.signature.reason });
  }
};

const pushLate = async (
  { repository }: Project,
  { object, remote }: Examined,
  tag: string,
): Promise<string | undefined> => {
  if (remote === null) return undefined;
  const expected = (await readRemote(repository, remote, tag)).branch;
  if (expected !== undefined && repository.run(['merge-base', '--is-ancestor', expected, object.commit]).code !== 0) {
    return `${remote.branch} of ${remote.name} has moved on from where the release starts`;
  }
  return pushRelease(repository, { remote, expected, commit: object.commit, tag, tagObject: object.id });
};

const forward = ({ repository }: Project, { object, standing }: Examined, tag: string): string | undefined =>
  standing.branch.name === null || object.made === undefined
    ? undefined
    : fastForward(repository, {
        branch: standing.branch.name,
        base: object.made.base,
        commit: object.commit,
        tag,
        tagObject: object.id,
      });

const record = async (
  world: World,
  { root }: Project,
  { object, access, remote, standing }: Examined,
  tag: string,
): Promise<string | undefined> => {
  const { made } = object;
  if (made === undefined) return undefined;
  const own = await obtainSigner(world, access);
  const moved = {
    branch: standing.branch.name ?? '',
    base: made.base,
    commit: object.commit,
    tag,
    tagObject: object.id,
  };
  await recordRelease(world, root, access, own, moved, {
    version: /\d.*$/.exec(tag)?.[0] ?? tag,
    plan: made.plan,
    policy: made.policy,
    remote: remote?.name ?? null,
    reason: null,
    resumed: true,
  });
  return undefined;
};
