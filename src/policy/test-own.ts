import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { effectivePolicy, policyPath } from './engine/effective.js';
import { contradictedExamples } from './engine/own-rule.js';
import { workTree } from './facts/source.js';
import type { Place } from './model.js';

/** What the examples of one rule of a repository's own came to. */
export interface RuleTest {
  readonly rule: string;
  readonly examples: number;
  readonly failures: readonly RuleTestFailure[];
}

export interface RuleTestFailure {
  /** `pass/0`: the first that should pass; null where the schema of the rule is none, and no example was held to it. */
  readonly example: string | null;
  readonly reason: string;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/**
 * Hold every rule of the repository's own policy to its examples.
 * @throws Fault AG140–AG143, AG701, AG702 where the policy can't be read
 */
export const testRules = async (world: World, project: Place): Promise<readonly RuleTest[]> => {
  const { own, document } = await effectivePolicy(workTree(world, project));
  if (document === undefined) return [];
  return Promise.all(
    own.map(async ({ id, rule }): Promise<RuleTest> => {
      const examples = rule.examples.pass.length + rule.examples.fail.length;
      try {
        const failures = (await contradictedExamples(id, rule, document)).map(
          ({ example, reason }): RuleTestFailure => ({
            example,
            reason,
            path: policyPath,
            ...placeOf(document.locate(`/rules/${id}/examples/${example}`)),
          }),
        );
        return { rule: id, examples, failures };
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== 'AG703') throw error;
        const { line = 1, column = 1 } = error.detail;
        return {
          rule: id,
          examples,
          failures: [{ example: null, reason: error.message, path: policyPath, line, column }],
        };
      }
    }),
  );
};

const placeOf = ({ line, column }: { readonly line: number; readonly column: number }) => ({ line, column });
