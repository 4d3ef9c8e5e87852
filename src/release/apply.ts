import { join } from 'node:path';
import { type Access, acceptAccess, type OwnSigner, obtainSigner, readAccess } from '../access/index.js';
import { findProject, type Project } from '../config/index.js';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Repository, World } from '../ports/index.js';
import { fastForward, keepTag, type Moved, moveRefs } from './forward.js';
import { gateFault, movedRemote } from './gates.js';
import { commonFolder } from './history.js';
import { judgeCommit, judgeLock, judgeReleaser } from './judge.js';
import type { Gate, PlanRemote, Released, ReleasePlan } from './model.js';
import { checkOut, writeCommit, writeTag, writeTree } from './objects.js';
import { type Draft, draftRelease } from './plan.js';
import type { PlanReference } from './plan-file.js';
import { type RecordPlace, recordRelease } from './record.js';
import { pushRelease, readRemote } from './remote.js';
import { commitMessage, tagMessage } from './texts.js';

/** A release, and the faults of what follows the commit point: they can't undo it. */
export interface Applied {
  readonly plan: ReleasePlan;
  readonly released: Released;
  /** What the user must be told: a key that was made, an access chain that was pinned on first use. */
  readonly said: readonly string[];
  readonly faults: readonly Fault[];
}

/** Carry a plan out. Before the commit point everything is thrown away on failure; after it everything only goes forward. */
export const applyPlan = async (world: World, plan: PlanReference): Promise<Applied> => {
  const project = findProject(world);
  const unlock = await world.locks.take(`release-${sha256(commonFolder(world.files, project.repository))}`, 0);
  if (unlock === undefined) throw new Fault('AG901', { what: 'another release of this repository is under way' });
  const folder = world.files.temporaryFolder('autogov-release-');
  let endWatch = (): void => undefined;
  try {
    const draft = await draftRelease(world, project, plan.options);
    assertFresh(plan, draft.plan);
    const interrupted = { yet: false };
    endWatch = world.processes.onInterrupt(() => {
      interrupted.yet = true;
    });
    return await carryOut(world, project, draft, folder, stepsOf(world, interrupted));
  } finally {
    endWatch();
    world.files.remove(folder);
    unlock();
  }
};

/** Runs one named step with progress; Ctrl-C before it throws AG131, and nothing has changed then. */
type RunStep = <T>(title: string, body: (say: (detail: string) => void) => Promise<T> | T) => Promise<T>;

const stepsOf =
  (world: World, interrupted: { readonly yet: boolean }): RunStep =>
  async <T>(title: string, body: (say: (detail: string) => void) => Promise<T> | T): Promise<T> => {
    const results: T[] = [];
    const run = async (_: undefined, say: (detail: string) => void): Promise<void> => {
      if (interrupted.yet) throw new Fault('AG131');
      results.push(await body(say));
    };
    await world.terminal.steps([{ title, run }], undefined);
    const [result] = results;
    return result as T;
  };

const carryOut = async (
  world: World,
  project: Project,
  draft: Draft,
  folder: string,
  step: RunStep,
): Promise<Applied> => {
  const { repository } = project;
  const { plan } = draft;
  const { tag, next: version } = plan.release;
  if (tag === null || version === null) throw new Fault('AG602', { reason: 'there is nothing to release' });
  const { branch, commit: base, remote } = plan.base;
  const lease =
    remote === null ? undefined : await step(`ask ${remote.name}`, () => holdRemote(repository, plan, remote, tag));
  const own = await obtainSigner(world, await readAccess(world, project.root));
  const identity = world.git.identity(project.root);
  if (identity === undefined) throw new Fault('AG203');
  const commit = await step(`build ${tag} apart`, () => {
    const tree = writeTree(repository, base, draft.contents, folder);
    const message = commitMessage(draft.name, plan);
    return writeCommit(repository, own.signer, { tree, parent: base, message, identity, at: world.clock.now() });
  });
  const objects = join(commonFolder(world.files, repository), 'objects');
  const there = checkOut(world, repository, objects, commit, branch, join(folder, 'tree'));
  const judged = await step('judge it', (say) => judgeStaged(world, there, own, say));
  const tagObject = await step(`sign ${tag}`, () =>
    writeTag(repository, own.signer, {
      name: tag,
      commit,
      message: tagMessage(draft.name, plan, judged.access),
      identity,
      at: world.clock.now(),
    }),
  );
  const moved: Moved = { branch, base, commit, tag, tagObject };
  await step(remote === null ? 'move branch and tag' : 'push branch and tag', () =>
    remote === null ? moveRefs(repository, moved) : push(repository, remote, lease, moved),
  );
  const faults: Fault[] = [];
  const record = await follow(world, project, plan, judged.access, own, moved, faults);
  const released: Released = {
    version,
    tag,
    commit,
    tagObject,
    branch,
    remote: remote?.name ?? null,
    signer: { keyId: own.signer.keyId, principal: own.principal },
    record: record ?? null,
    gates: [
      ...plan.gates.filter((gate) => gate.state === 'pass' && gate.gate !== 'remote'),
      remoteHeld(remote),
      ...judged.gates,
    ],
  };
  return { plan, released, said: [...(own.said === undefined ? [] : [own.said]), ...judged.said], faults };
};

const assertFresh = (given: PlanReference, now: ReleasePlan): void => {
  if (given.digest !== now.digest) throw new Fault('AG602', { reason: whyStale(given.base, now.base) });
  const failed = now.gates.find((gate) => gate.state === 'fail');
  if (failed !== undefined) throw gateFault(now, failed);
};

const whyStale = (given: ReleasePlan['base'] | undefined, now: ReleasePlan['base']): string => {
  if (given === undefined) return 'the same options lead to another plan now';
  if (given.branch !== now.branch) return `it was made on ${given.branch}, and this is ${now.branch}`;
  if (given.commit !== now.commit)
    return `${now.branch} was at ${given.commit.slice(0, 7)} and is at ${now.commit.slice(0, 7)}`;
  if (given.remote?.expected !== now.remote?.expected)
    return `${now.remote?.name ?? 'the remote'} was fetched meanwhile`;
  return 'tags, settings or autogov itself changed';
};

/**
 * The remote is asked before anything is built: most refusals show here. The lease of the push asks again, at the moment that counts.
 * @returns the branch's commit there; undefined where the branch is not there yet
 */
const holdRemote = async (
  repository: Repository,
  plan: ReleasePlan,
  remote: PlanRemote,
  tag: string,
): Promise<string | undefined> => {
  const there = await readRemote(repository, remote, tag);
  if (there.tag !== undefined) throw new Fault('AG601', { tag, place: ` in ${remote.name}` });
  const { commit } = plan.base;
  const known =
    there.branch === undefined ||
    there.branch === commit ||
    repository.run(['merge-base', '--is-ancestor', there.branch, commit]).code === 0;
  if (!known || (remote.expected !== null && remote.expected !== there.branch)) throw movedRemote(plan);
  return there.branch;
};

const remoteHeld = (remote: PlanRemote | null): Gate => ({
  gate: 'remote',
  state: 'pass',
  reason:
    remote === null
      ? 'no remote: branch and tag moved here'
      : `${remote.name}/${remote.branch} was where the plan starts`,
});

interface Judged {
  readonly access: Access | undefined;
  readonly gates: readonly Gate[];
  readonly said: readonly string[];
}

/** @param there the world, standing in the check-out of the staged commit */
const judgeStaged = async (
  world: World,
  there: World,
  own: OwnSigner,
  say: (detail: string) => void,
): Promise<Judged> => {
  const access = await readAccess(there, there.machine.cwd);
  const pin = access === undefined ? undefined : acceptAccess(world, access, 'governed').pin;
  const said = pin === 'first' ? [`pinned the access chain ${access?.first} on first use`] : [];
  const releaser = judgeReleaser(world, access, own);
  const check = await judgeCommit(there);
  const lock = await judgeLock(there, say);
  return { access, said, gates: [releaser, check, ...(lock === undefined ? [] : [lock])] };
};

const push = async (
  repository: Repository,
  remote: PlanRemote,
  expected: string | undefined,
  moved: Moved,
): Promise<void> => {
  const refused = await pushRelease(repository, { remote, expected, ...moved });
  if (refused === undefined) return;
  // A connection may break after the remote has taken everything: what it holds decides, not how the push ended.
  if ((await tagThere(repository, remote, moved.tag)) === moved.tagObject) return;
  throw new Fault('AG605', { remote: remote.name, reason: refused });
};

const tagThere = async (repository: Repository, remote: PlanRemote, tag: string): Promise<string | undefined> => {
  try {
    return (await readRemote(repository, remote, tag)).tag;
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'AG610') throw error;
    throw new Fault('AG610', error.detail, `when it answers again: autogov release resume ${tag}`, error);
  }
};

/** After the commit point nothing is undone: what can't be finished becomes a fault beside the release. */
const follow = async (
  world: World,
  { repository, root }: Project,
  plan: ReleasePlan,
  access: Access | undefined,
  own: OwnSigner,
  moved: Moved,
  faults: Fault[],
): Promise<RecordPlace | undefined> => {
  const attempt = async <T>(what: string, body: () => Promise<T> | T): Promise<T | undefined> => {
    try {
      return await body();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      faults.push(new Fault('AG611', { tag: moved.tag, what, reason }, undefined, error));
      return undefined;
    }
  };
  if (plan.base.remote !== null) await attempt('the local tag', () => keepTag(repository, moved));
  const inTheWay = await attempt('the work tree', () => fastForward(repository, moved));
  if (inTheWay !== undefined)
    faults.push(new Fault('AG611', { tag: moved.tag, what: 'the work tree', reason: inTheWay }));
  return attempt('the record', () =>
    recordRelease(world, root, access, own, moved, {
      version: plan.release.next ?? '',
      plan: plan.digest,
      policy: plan.policy,
      remote: plan.base.remote?.name ?? null,
      reason: plan.options.reason ?? null,
      resumed: false,
    }),
  );
};
