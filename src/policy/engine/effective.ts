import { type Policy, parseYaml, type SourceDocument, validate } from '../../config/index.js';
import { Fault, nearest } from '../../faults/index.js';
import type { Source } from '../facts/source.js';
import type { Severity } from '../model.js';
import type { Rule } from '../rule.js';
import { rules as bundled } from '../rules/index.gen.js';

export const policyPath = '.autogov/policy.yaml';

/** Raised when a rule joins, leaves or judges otherwise: part of what the summary shows. */
export const recommended = 'recommended@1';

/** A rule of the repository's own: the schema guarantees that everything is there but these. */
export type OwnRule = Required<Pick<PolicyRule, 'select' | 'assert' | 'message' | 'why' | 'examples'>> & PolicyRule;
type PolicyRule = NonNullable<Policy['rules']>[string];

/** What a repository is judged by, its layers taken together. */
export interface EffectivePolicy {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly own: readonly { readonly id: string; readonly rule: OwnRule }[];
  readonly requiredTools: readonly string[];
  severityOf(id: string, today: string, own: Severity): Severity;
  /** ISO date from which a rule will be an error; undefined where it already judges as it will. */
  enforcedFrom(id: string, today: string, own: Severity): string | undefined;
  /** Undefined where the repository has no policy of its own. */
  readonly document: SourceDocument | undefined;
}

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };
const defaultTools = ['uv', 'ruff', 'mypy', 'pytest'];

/**
 * The policy of a source, taken together with what it extends; without a file, the recommended one.
 * @throws Fault AG140–AG143 where it can't be read, AG141 for a rule that doesn't exist, AG701, AG702
 */
export const effectivePolicy = async (source: Source): Promise<EffectivePolicy> => {
  const text = source.text(policyPath);
  const document = text === undefined ? undefined : await parseYaml(text, policyPath);
  const policy: Policy =
    document === undefined
      ? { version: 1, extends: [{ source: 'autogov:recommended' }] }
      : await validate('policy', document);
  const extended = policy.extends?.some((layer) => layer.source === 'autogov:recommended') ?? false;
  const given = Object.entries(policy.rules ?? {});
  for (const [id, rule] of given) if (document !== undefined) refuseChange(document, id, rule);
  const named = new Set(given.map(([id]) => id));
  return {
    name: extended ? recommended : 'own policy',
    rules: bundled.filter((rule) => extended || named.has(rule.id)),
    own: given.flatMap(([id, rule]) => (isOwn(rule) ? [{ id, rule }] : [])),
    requiredTools: policy.tools?.required ?? defaultTools,
    severityOf: (id, today, own) => {
      const rule = policy.rules?.[id];
      return isDeferred(rule, today, own) ? 'warning' : (rule?.severity ?? own);
    },
    enforcedFrom: (id, today, own) => {
      const rule = policy.rules?.[id];
      return isDeferred(rule, today, own) ? rule?.enforceFrom : undefined;
    },
    document,
  };
};

/** A date defers an error of the policy's own making; an error that it inherits stays one. */
const isDeferred = (rule: PolicyRule | undefined, today: string, own: Severity): boolean =>
  rule?.enforceFrom !== undefined &&
  rule.enforceFrom > today &&
  (rule.severity ?? own) === 'error' &&
  (isOwn(rule) || own !== 'error');

const isOwn = (rule: PolicyRule): rule is OwnRule => rule.select !== undefined;

/** A layer only adds: it may raise a bundled rule, and give rules of its own under ids of their own. */
const refuseChange = (document: SourceDocument, id: string, rule: PolicyRule): void => {
  const inherited = bundled.find((each) => each.id === id);
  const at = (key: string) => ({ path: document.path, ...document.locateKey(key) });
  if (inherited === undefined && isOwn(rule)) {
    if (rule.select.files === undefined || rule.select.fact === 'tree') return;
    throw new Fault('AG703', {
      rule: id,
      reason: 'files goes with the fact tree only',
      ...at(`/rules/${id}/select/files`),
    });
  }
  if (inherited === undefined) {
    const near = nearest(
      id,
      bundled.map((each) => each.id),
    );
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    const advice =
      near === undefined
        ? 'a rule of your own needs select, assert, message, why and examples'
        : `write ${near} instead of ${id}`;
    throw new Fault('AG141', { key: id, hint, ...at(`/rules/${id}`) }, advice);
  }
  if (isOwn(rule)) throw new Fault('AG702', { rule: id, ...at(`/rules/${id}`) });
  if (rule.severity !== undefined && rank[rule.severity] < rank[inherited.severity]) {
    throw new Fault('AG701', { rule: id, from: inherited.severity, to: rule.severity, ...at(`/rules/${id}/severity`) });
  }
};
