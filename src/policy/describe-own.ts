import type { World } from '../ports/index.js';
import { effectivePolicy, policyPath } from './engine/effective.js';
import { workTree } from './facts/source.js';
import type { Place, Severity } from './model.js';

/** A rule of a repository's own policy, as `explain` shows it. */
export interface OwnRuleInfo {
  readonly id: string;
  readonly severity: Severity;
  readonly fact: string;
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly fixable: boolean;
  /** 1-based line of the policy where it stands. */
  readonly line: number;
}

export const ownRules = async (world: World, project: Place): Promise<readonly OwnRuleInfo[]> => {
  const policy = await effectivePolicy(workTree(world, project));
  const today = world.clock.now().toISOString().slice(0, 10);
  return policy.own.map(({ id, rule }) => ({
    id,
    severity: policy.severityOf(id, today, 'error'),
    fact: rule.select.fact,
    what: rule.message,
    why: rule.why,
    next: `make it what ${policyPath} asks for`,
    fixable: rule.fix !== undefined,
    line: policy.document?.locateKey(`/rules/${id}`).line ?? 1,
  }));
};
