import type { World } from '../../ports/index.js';
import type { Snapshot } from '../facts/snapshot.js';
import { workTree } from '../facts/source.js';
import type { Place, PolicyResult } from '../model.js';
import { judgeSource } from './judge.js';
import type { Change } from './since.js';

export interface JudgeOptions {
  /** Show only findings at or below these paths (from the root); rules over the whole tree still see it whole. */
  readonly paths?: readonly string[];
  /** Judge these files in place of the work tree. */
  readonly snapshot?: Snapshot;
  /** Show only findings that this change can have caused. */
  readonly since?: Change;
}

export const judgePolicy = async (world: World, project: Place, options: JudgeOptions): Promise<PolicyResult> => {
  const start = world.clock.monotonic();
  const today = world.clock.now().toISOString().slice(0, 10);
  const { paths, since } = options;
  const source = options.snapshot?.source ?? workTree(world, project);
  const change = since === undefined ? undefined : await import('./since.js');
  const caused = since === undefined ? undefined : await change?.causedBy(since, today);
  const isNew = since === undefined ? undefined : await change?.waiversOf(since, today);
  const result = await judgeSource(
    source,
    today,
    (finding) => isWithin(finding.path, paths) && (caused === undefined || caused(finding)),
    isNew,
  );
  const elapsed = Number((world.clock.monotonic() - start) / 1_000_000n);
  return { ...result, policy: { ...result.policy, elapsed } };
};

const isWithin = (path: string, wanted: readonly string[] | undefined): boolean =>
  wanted === undefined ||
  wanted.length === 0 ||
  wanted.some((each) => each === '' || each === '.' || each === path || path.startsWith(`${each}/`));
