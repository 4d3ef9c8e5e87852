import { createHash } from 'node:crypto';
import { Fault } from '../../faults/index.js';
import { type FactBook, openFacts } from '../facts/facts.js';
import type { Source } from '../facts/source.js';
import type { Waiver } from '../facts/waivers.js';
import type { Finding, Offence, PolicyResult, RuleEdits, RuleOutcome, Severity } from '../model.js';
import type { NotApplicable } from '../rule.js';
import { readBaseline } from './baseline.js';
import { type EffectivePolicy, effectivePolicy } from './effective.js';
import { makeExcuses } from './excuses.js';
import type { Memory, Verdict } from './memory.js';

/** A bundled rule or one of the policy's own, ready to judge. */
interface Judge {
  readonly id: string;
  readonly severity: Severity;
  readonly why: string;
  readonly next: string;
  /** ISO date from which it is an error; undefined where it judges as it always will. */
  readonly enforceFrom: string | undefined;
  judge(facts: FactBook): Promise<readonly Offence[] | NotApplicable>;
}

/**
 * Judge what a source holds; `elapsed` is 0.
 * @param isShown which findings count; what could not be judged always does
 * @param isNew which waivers came with the change that is judged
 * @param memory what rules said of this very source before
 */
export const judgeSource = async (
  source: Source,
  today: string,
  isShown: (finding: Finding) => boolean = () => true,
  isNew?: (waiver: Waiver) => boolean,
  memory?: Memory,
): Promise<PolicyResult> => {
  const policy = await effectivePolicy(source);
  const facts = openFacts(source, today);
  const excuses = makeExcuses(await facts.get('waivers'), await readBaseline(source), isNew);
  const judges = await judgesOf(policy, today);
  const outcomes: RuleOutcome[] = [];
  const edits: RuleEdits[] = [];
  const unreadable = new Map<Fault, Judge[]>();
  const verdicts = new Map<string, Verdict>();
  for (const judge of judges) {
    const verdict = memory?.recall(judge.id) ?? (await judgement(judge, facts));
    if (verdict instanceof Fault) {
      unreadable.set(verdict, [...(unreadable.get(verdict) ?? []), judge]);
      continue;
    }
    verdicts.set(judge.id, verdict);
    if ('notApplicable' in verdict) {
      outcomes.push({ rule: judge.id, result: 'notApplicable', findings: [], reason: verdict.notApplicable });
      continue;
    }
    // Excused first, so that a waiver whose finding is not shown still counts as used.
    const excused = excuses.apply(verdict.map((offence) => findingOf(judge, offence)));
    const shown = excused.flatMap((finding, i) => (isShown(finding) ? [{ finding, offence: verdict[i] }] : []));
    const findings = shown.map(({ finding }) => finding);
    outcomes.push({ rule: judge.id, result: resultOf(findings), findings });
    const open = shown.flatMap(({ finding, offence }) => (finding.status === 'fail' ? (offence?.edits ?? []) : []));
    if (open.length > 0) edits.push({ rule: judge.id, edits: open });
  }
  if (unreadable.size === 0) memory?.keep(verdicts);
  for (const [fault, kept] of unreadable) {
    const finding = unreadableFinding(fault, kept);
    for (const { id } of kept) outcomes.push({ rule: id, result: 'error', findings: [finding], reason: fault.message });
  }
  return {
    policy: {
      name: policy.name,
      own: policy.own.length,
      rules: judges.length,
      digest: digestOf(policy, judges),
      elapsed: 0,
    },
    outcomes: outcomes.sort((a, b) => (a.rule < b.rule ? -1 : 1)),
    notInProfile: [],
    excuses,
    requiredTools: policy.requiredTools,
    edits,
  };
};

const judgesOf = async (policy: EffectivePolicy, today: string): Promise<readonly Judge[]> => {
  const bundled = policy.rules.map((rule): Judge => {
    const { id, why, next } = rule;
    return {
      id,
      why,
      next,
      severity: policy.severityOf(id, today, rule.severity),
      enforceFrom: policy.enforcedFrom(id, today, rule.severity),
      judge: async (facts) => rule.judge(await facts.load(rule.facts)),
    };
  });
  const { document } = policy;
  if (policy.own.length === 0 || document === undefined) return bundled;
  const { prepareRule } = await import('./own-rule.js');
  const own = await Promise.all(
    policy.own.map(async ({ id, rule }): Promise<Judge> => {
      const next = `make it what the policy asks for (${document.path}, rule ${id})`;
      const severity = policy.severityOf(id, today, 'error');
      const enforceFrom = policy.enforcedFrom(id, today, 'error');
      const { judge } = await prepareRule(id, rule, document);
      return { id, severity, enforceFrom, why: rule.why, next, judge };
    }),
  );
  return [...bundled, ...own];
};

const judgement = async (judge: Judge, facts: FactBook): Promise<readonly Offence[] | NotApplicable | Fault> => {
  try {
    return await judge.judge(facts);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
};

const findingOf = (judge: Judge, offence: Offence): Finding => ({
  rule: judge.id,
  severity: judge.severity,
  status: 'fail',
  path: offence.path,
  line: offence.line ?? 1,
  column: offence.column ?? 1,
  message: offence.message,
  why: judge.why,
  next: offence.next ?? judge.next,
  fixable: offence.edits !== undefined && offence.edits.length > 0,
  ...(offence.pointer === undefined ? {} : { pointer: offence.pointer }),
  ...(offence.key === undefined ? {} : { key: offence.key }),
  ...(judge.enforceFrom === undefined ? {} : { enforceFrom: judge.enforceFrom }),
});

const unreadableFinding = (fault: Fault, kept: readonly Judge[]): Finding => {
  const ids = kept.map((judge) => judge.id).join(' ');
  const { path = '.', line = 1, column = 1 } = fault.detail;
  return {
    rule: fault.code,
    severity: 'error',
    status: 'error',
    path,
    line,
    column,
    message: `${fault.message} (${kept.length === 1 ? `${ids} is` : `${kept.length} rules are`} not judged)`,
    why: `What cannot be read cannot be judged, and does not count as passed: ${ids}.`,
    next: fault.try,
    fixable: false,
  };
};

const resultOf = (findings: readonly Finding[]): RuleOutcome['result'] => {
  if (findings.length === 0) return 'pass';
  if (findings.some((finding) => finding.status === 'fail')) return 'fail';
  return findings.some((finding) => finding.status === 'waived') ? 'waived' : 'baselined';
};

const digestOf = (policy: EffectivePolicy, judges: readonly Judge[]): string => {
  const parts = [policy.name, judges.map(({ id, severity }) => [id, severity]), policy.own, policy.requiredTools];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
};
