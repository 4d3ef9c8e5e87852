import { join } from 'node:path';
import type { Project } from '../config/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import type { Gate, ReleasePlan } from './model.js';
import type { Settings } from './settings.js';

type Planned = Omit<ReleasePlan, 'digest' | 'gates'>;

/**
 * The gates as far as a plan can judge them: without the network, without the key, and without building the commit.
 * @param locked the commit has a uv.lock
 */
export const planGates = (
  world: World,
  project: Project,
  plan: Planned,
  settings: Settings,
  locked: boolean,
): Gate[] => {
  const { branch } = plan.base;
  const gates: Gate[] = [];
  if (settings.branch !== undefined) {
    const right = settings.branch === branch;
    const reason = right
      ? `${branch} is released from`
      : `releases are made from ${settings.branch}, and this is ${branch}`;
    gates.push({
      gate: 'branch',
      state: right ? 'pass' : 'fail',
      reason,
      ...(right ? {} : { fault: 'AG606', subject: settings.branch }),
    });
  }
  gates.push(remoteGate(project, plan), treeGate(world, project, plan));
  if (locked) {
    gates.push({ gate: 'lock', state: 'atApply', reason: 'uv lock --check on the staged release' });
  }
  gates.push({ gate: 'check', state: 'atApply', reason: 'autogov check --static on the staged commit' });
  gates.push({ gate: 'releaser', state: 'atApply', reason: 'the key that signs needs autogov.release@v1' });
  return gates;
};

const remoteGate = (project: Project, plan: Planned): Gate => {
  const { remote, commit } = plan.base;
  if (remote === null) return { gate: 'remote', state: 'pass', reason: 'no remote: branch and tag move here' };
  const place = `${remote.name}/${remote.branch}`;
  if (remote.expected === null) return { gate: 'remote', state: 'atApply', reason: `${place} was never fetched` };
  const behind =
    remote.expected !== commit &&
    project.repository.run(['merge-base', '--is-ancestor', remote.expected, commit]).code !== 0;
  return behind
    ? { gate: 'remote', state: 'fail', reason: `${place} has commits that are not here`, fault: 'AG608' }
    : { gate: 'remote', state: 'pass', reason: `${place} as fetched last` };
};

const treeGate = (world: World, project: Project, plan: Planned): Gate => {
  const dirty = dirtyPaths(
    project,
    plan.files.map((file) => file.path),
  );
  if (world.files.stat(join(project.repository.folder, 'MERGE_HEAD')) !== undefined)
    return { gate: 'tree', state: 'fail', reason: 'a merge is under way', fault: 'AG310' };
  const [first] = dirty;
  return first === undefined
    ? { gate: 'tree', state: 'pass', reason: 'the files to be edited are as committed' }
    : {
        gate: 'tree',
        state: 'fail',
        reason: `${dirty.join(', ')} ${dirty.length === 1 ? 'differs' : 'differ'} from the commit`,
        fault: 'AG310',
        subject: first,
      };
};

/** Those of the paths where the index or the work tree differs from HEAD; a file that git does not track counts too. */
export const dirtyPaths = (project: Project, paths: readonly string[]): string[] => {
  if (paths.length === 0) return [];
  const output = project.repository.text([
    'status',
    '--porcelain',
    '-z',
    '--no-renames',
    '--untracked-files=normal',
    '--ignored=matching',
    '--ignore-submodules=dirty',
    '--',
    ...paths.map((path) => `:(literal)${path}`),
  ]);
  return output.split('\0').flatMap((entry) => (entry === '' ? [] : [entry.slice(3)]));
};

/** The fault that a gate which the plan found shut stops apply with. */
export const gateFault = (plan: ReleasePlan, gate: Gate): Fault => {
  if (gate.fault === 'AG608') return movedRemote(plan);
  if (gate.fault === 'AG606') return new Fault('AG606', { main: gate.subject ?? '', branch: plan.base.branch });
  return new Fault(
    'AG310',
    gate.subject === undefined ? {} : { path: gate.subject },
    `${gate.reason}: commit or stash it first`,
  );
};

/** The remote branch is not what the plan starts from. */
export const movedRemote = ({ base }: ReleasePlan): Fault =>
  new Fault('AG608', { branch: base.remote?.branch ?? base.branch, remote: base.remote?.name ?? '' });
