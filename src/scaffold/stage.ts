import { dirname, join } from 'node:path';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import type { ScaffoldPlan } from './model.js';
import { inspectTarget, isUnborn, stageOf, stageSuffix } from './target.js';

/**
 * A repository in the making. Everything is prepared under `tree`, on the same disk as its place; a last rename puts it there.
 * Into a folder that exists, the entries are moved one by one, `.git` last; the mark `moving` stands while that happens, so that a
 * later init finishes what a kill interrupted.
 */
export interface Stage {
  readonly folder: string;
  readonly state: 'new' | 'empty' | 'git';
  /** Where it is prepared. */
  readonly tree: string;
  /** Entries of the folder that came from here, in order; for a new folder its own path. */
  readonly placed: string[];
}

const mark = (folder: string): string => join(folder, 'moving');

/** @throws Fault AG501 if the folder changed since the plan was made; AG212 if it can't be written */
export const openStage = (world: World, plan: ScaffoldPlan): Stage => {
  const { files } = world;
  const now = inspectTarget(world, plan.folder);
  if (now.state !== plan.state || plan.state === 'done')
    throw new Fault('AG501', { path: plan.folder, found: 'new files' });
  const base = stageOf(now);
  files.remove(base);
  files.makeFolder(join(base, 'tree'));
  return { folder: plan.folder, state: plan.state, tree: join(base, 'tree'), placed: [] };
};

/** Write files below a folder; none of them may be there yet. They are not synced: a crash leaves a stage that the next init removes. */
export const writeTree = (world: World, root: string, contents: Iterable<readonly [string, string]>): void => {
  const made = new Set<string>();
  for (const [path, content] of contents) {
    const at = join(root, path);
    const folder = dirname(at);
    if (!made.has(folder)) world.files.makeFolder(folder);
    made.add(folder);
    world.files.write(at, 0, Buffer.from(content));
    world.files.chmod(at, 0o644);
  }
};

/**
 * Put the prepared tree in its place.
 * @returns the commit that this made, where the repository was there before
 */
export const publishStage = async (world: World, stage: Stage, message: string): Promise<string | undefined> => {
  const { files } = world;
  const base = dirname(stage.tree);
  if (stage.state === 'new') {
    files.rename(stage.tree, stage.folder);
    stage.placed.push(stage.folder);
    files.remove(base);
    return undefined;
  }
  const promise: Promised = { message, entries: files.list(stage.tree).filter((name) => name !== '.git') };
  files.create(mark(base), JSON.stringify(promise));
  return (await finishMoving(world, stage.folder, stage.placed))?.commit;
};

/** What the mark holds: all that a later init needs to finish. */
interface Promised {
  readonly message: string;
  /** Top entries of the tree, without .git. */
  readonly entries: readonly string[];
}

/**
 * Finish an init that was killed while it moved its files into an existing folder.
 * @param placed takes in the path of every entry that was moved
 * @returns undefined if there was none; else the commit that was still missing, if it was
 */
export const finishMoving = async (
  world: World,
  folder: string,
  placed: string[] = [],
): Promise<{ readonly commit?: string } | undefined> => {
  const { files } = world;
  const base = join(folder, stageSuffix);
  const text = files.readText(mark(base));
  if (text === undefined) return undefined;
  const { message, entries } = JSON.parse(text) as Promised;
  const tree = join(base, 'tree');
  for (const name of [...entries, '.git']) {
    const at = join(folder, name);
    const from = join(tree, name);
    if (files.stat(from) === undefined) continue;
    if (files.stat(at) !== undefined) throw new Fault('AG501', { path: folder, found: name });
    files.rename(from, at);
    placed.push(at);
  }
  const repository = world.git.repository(folder);
  // The mark goes last: until then a kill leaves something that can be finished.
  const commit =
    repository !== undefined && isUnborn(repository) ? await repository.commit(message, { paths: entries }) : undefined;
  files.remove(base);
  return commit === undefined ? {} : { commit };
};

/** The same for the next init, which finds no other at work; what was left without a mark is thrown away. */
export const resumeStage = async (world: World, folder: string): Promise<boolean> => {
  const { files } = world;
  const left = (['new', 'empty'] as const)
    .map((state) => stageOf({ folder, state }))
    .filter((base) => files.stat(base) !== undefined);
  if (left.length === 0) return false;
  const release = await takeFolder(world, folder);
  try {
    const finished = await finishMoving(world, folder);
    for (const base of left) files.remove(base);
    return finished !== undefined;
  } finally {
    release();
  }
};

/** @throws Fault AG901 while another init works on the folder */
export const takeFolder = async (world: World, folder: string): Promise<() => void> => {
  const release = await world.locks.take(`init ${folder}`, 0);
  if (release === undefined) throw new Fault('AG901', { what: `another autogov init works on ${folder}` });
  return release;
};

/**
 * Take everything back that a stage brought, wherever it stands by now; what somebody else put there meanwhile stays.
 * @param made entries that came later, e.g. the environment
 */
export const undoStage = (world: World, stage: Stage, made: readonly string[]): void => {
  const { files } = world;
  files.remove(dirname(stage.tree));
  for (const path of stage.placed) files.remove(path);
  if (stage.placed.length > 0) for (const name of made) files.remove(join(stage.folder, name));
  if (stage.state !== 'git') return;
  const repository = world.git.repository(stage.folder);
  if (repository === undefined) return;
  if (!isUnborn(repository)) repository.text(['update-ref', '-d', 'HEAD']);
  repository.text(['rm', '-r', '--cached', '--quiet', '--ignore-unmatch', '--', '.']);
};
