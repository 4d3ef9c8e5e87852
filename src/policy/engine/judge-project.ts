import type { World } from '../../ports/index.js';
import type { Snapshot } from '../facts/snapshot.js';
import { workTree } from '../facts/source.js';
import type { Place, PolicyResult } from '../model.js';
import { judgeSource } from './judge.js';
import { openMemory } from './memory.js';
import type { Change } from './since.js';

export interface JudgeOptions {
  /** Show only findings at or below these paths (from the root); rules over the whole tree still see it whole. */
  readonly paths?: readonly string[];
  /** Judge these files in place of the work tree. */
  readonly snapshot?: Snapshot;
  /** Show only findings that this change can have caused. */
  readonly since?: Change;
  /** False: neither take verdicts of an earlier check nor keep these. Only those of a work tree are kept. */
  readonly cache?: boolean;
}

export const judgePolicy = async (world: World, project: Place, options: JudgeOptions): Promise<PolicyResult> => {
  const start = world.clock.monotonic();
  const today = world.clock.now().toISOString().slice(0, 10);
  const { paths, since } = options;
  const tree = options.snapshot?.source ?? workTree(world, project);
  const remembers = options.cache !== false && options.snapshot === undefined;
  const memory = remembers ? openMemory(world, project, tree, today) : undefined;
  const change = since === undefined ? undefined : await import('./since.js');
  const caused = since === undefined ? undefined : await change?.causedBy(since, today);
  const isNew = since === undefined ? undefined : await change?.waiversOf(since, today);
  const result = await judgeSource(
    memory?.source ?? tree,
    today,
    (finding) => isWithin(finding.path, paths) && (caused === undefined || caused(finding)),
    isNew,
    memory,
  );
  const elapsed = Number((world.clock.monotonic() - start) / 1_000_000n);
  return { ...result, policy: { ...result.policy, elapsed } };
};

const isWithin = (path: string, wanted: readonly string[] | undefined): boolean =>
  wanted === undefined ||
  wanted.length === 0 ||
  wanted.some((each) => each === '' || each === '.' || each === path || path.startsWith(`${each}/`));
