import { exit } from '../../faults/index.js';
import type {
  CheckReport,
  Finding,
  PolicyResult,
  ReportOptions,
  Result,
  RuleOutcome,
  Severity,
  Summary,
  ToolOutcome,
} from '../model.js';
import { rules } from '../rules/index.gen.js';

export const makeReport = (
  policy: PolicyResult,
  tools: readonly ToolOutcome[],
  toolFindings: readonly Finding[],
  options: ReportOptions,
): CheckReport => {
  const fromTools = policy.excuses.apply(toolFindings);
  const ran = tools.filter((tool) => tool.result === 'pass' || tool.result === 'fail');
  const judged = policy.outcomes.filter((outcome) => outcome.result !== 'error');
  const known = new Set([...rules, ...policy.outcomes].map((each) => ('id' in each ? each.id : each.rule)));
  for (const { tool } of tools) known.add(tool);
  for (const { rule } of toolFindings) known.add(rule);
  const whole = options.partial === true ? [] : ran.map(({ tool }) => tool);
  const leftover = policy.excuses
    .leftover(new Set([...judged.map(({ rule }) => rule), ...whole]), known)
    .filter(({ path }) => options.isShown?.(path) ?? true);
  const outcomes = policy.outcomes.map((outcome) =>
    outcome.rule === 'AUD002' ? withWarnings(outcome, leftover) : outcome,
  );
  const results = [...outcomes.map((outcome) => outcome.result), ...tools.map((tool) => resultOfTool(tool, fromTools))];
  const findings = [...new Set([...outcomes.flatMap((outcome) => outcome.findings), ...fromTools])].sort(byPlace);
  return {
    policy: policy.policy,
    summary: count(results),
    findings,
    rules: outcomes,
    tools,
    notInProfile: policy.notInProfile,
    exit: exitOf(results, findings, options.failOn ?? 'error'),
  };
};

/** The same report with other statuses: results, counts and exit code follow. */
export const withFindings = (
  report: CheckReport,
  change: (finding: Finding) => Finding,
  failOn: Severity,
): CheckReport => {
  const changed = new Map(report.findings.map((finding) => [finding, change(finding)]));
  const now = (finding: Finding): Finding => changed.get(finding) ?? finding;
  const findings = report.findings.map(now);
  const rules = report.rules.map((outcome): RuleOutcome => {
    const own = outcome.findings.map(now);
    return { ...outcome, findings: own, result: outcome.result === 'fail' ? excusedResult(own) : outcome.result };
  });
  const results = [...rules.map(({ result }) => result), ...report.tools.map((tool) => resultOfTool(tool, findings))];
  return { ...report, findings, rules, summary: count(results), exit: exitOf(results, findings, failOn) };
};

/** Of what failed: `fail` while a finding is open, else the result of its excuses. */
const excusedResult = (findings: readonly Finding[]): Result => {
  if (findings.some(({ status }) => status === 'fail' || status === 'error')) return 'fail';
  return findings.some(({ status }) => status === 'waived') ? 'waived' : 'baselined';
};

const withWarnings = (outcome: RuleOutcome, warnings: readonly Finding[]): RuleOutcome =>
  warnings.length === 0
    ? outcome
    : { rule: outcome.rule, result: 'fail', findings: [...outcome.findings, ...warnings] };

/** A tool whose every finding is excused has the result of its excuse. */
export const resultOfTool = ({ tool, result }: ToolOutcome, findings: readonly Finding[]): Result => {
  if (result === 'notChecked') return 'notInProfile';
  const own = findings.filter((finding) => finding.rule === tool);
  return result !== 'fail' || own.length === 0 ? result : excusedResult(own);
};

const count = (results: readonly Result[]): Summary => {
  const of = (result: Result): number => results.filter((each) => each === result).length;
  return {
    pass: of('pass'),
    fail: of('fail'),
    notApplicable: of('notApplicable'),
    waived: of('waived'),
    baselined: of('baselined'),
    error: of('error'),
  };
};

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

const exitOf = (results: readonly Result[], findings: readonly Finding[], failOn: Severity): number => {
  if (results.includes('error') || findings.some((finding) => finding.status === 'error')) return exit.environment;
  return findings.some((finding) => finding.status === 'fail' && rank[finding.severity] >= rank[failOn])
    ? exit.findings
    : exit.ok;
};

const byPlace = (a: Finding, b: Finding): number =>
  compare(a.path, b.path) ||
  a.line - b.line ||
  a.column - b.column ||
  compare(a.rule, b.rule) ||
  compare(a.message, b.message);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
