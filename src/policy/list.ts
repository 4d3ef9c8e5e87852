import type { World } from '../ports/index.js';
import { effectivePolicy, policyPath, recommended } from './engine/effective.js';
import { judgePolicy } from './engine/judge-project.js';
import { makeReport } from './engine/report.js';
import { workTree } from './facts/source.js';
import type { Place, Result, Severity, ToolOutcome } from './model.js';
import { rules as bundled } from './rules/index.gen.js';

/** A rule as a repository has it. */
export interface ListedRule {
  readonly id: string;
  /** As it judges today. */
  readonly severity: Severity;
  /** ISO date from which it is an error; absent where it is what it will be. */
  readonly enforceFrom?: string;
  /** Where it is from: `recommended@1`, or the policy of the repository with the line (`.autogov/policy.yaml:3`). */
  readonly source: string;
  readonly what: string;
  readonly fixable: boolean;
  /** What became of it here; `notInPolicy`: it travels with autogov, and this policy does not have it. */
  readonly state: Result | 'notInPolicy';
  /** Why there is no verdict, in a few words. */
  readonly reason?: string;
  /** Findings that nothing excuses. */
  readonly open: number;
}

/**
 * Every rule, bundled or the repository's own, with what it says of the work tree. Nothing of the repository is executed.
 * @param tools names that a waiver may have beside those of rules
 * @throws Fault AG140–AG143, AG701–AG704 where the policy can't be read
 */
export const listRules = async (
  world: World,
  project: Place,
  tools: readonly string[],
): Promise<readonly ListedRule[]> => {
  const policy = await effectivePolicy(workTree(world, project));
  const today = world.clock.now().toISOString().slice(0, 10);
  const silent = tools.map((tool): ToolOutcome => ({ tool, result: 'notChecked', detail: 'not checked', elapsed: 0 }));
  const report = makeReport(await judgePolicy(world, project, {}), silent, [], {});
  const here = (id: string, severity: Severity): Omit<ListedRule, 'source' | 'what' | 'fixable'> => {
    const outcome = report.rules.find(({ rule }) => rule === id);
    const from = policy.enforcedFrom(id, today, severity);
    return {
      id,
      severity: policy.severityOf(id, today, severity),
      ...(from === undefined ? {} : { enforceFrom: from }),
      state: outcome?.result ?? 'notInPolicy',
      ...(outcome?.reason === undefined ? {} : { reason: outcome.reason }),
      open: (outcome?.findings ?? []).filter(({ status }) => status === 'fail').length,
    };
  };
  const listed = [
    ...bundled.map(({ id, severity, what, fixable }) => ({
      ...here(id, severity),
      source: recommended,
      what,
      fixable,
    })),
    ...policy.own.map(({ id, rule }) => ({
      ...here(id, 'error'),
      source: `${policyPath}:${policy.document?.locateKey(`/rules/${id}`).line ?? 1}`,
      what: rule.message,
      fixable: rule.fix !== undefined,
    })),
  ];
  return listed.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
};
