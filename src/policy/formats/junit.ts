import { resultOfTool } from '../engine/report.js';
import type { CheckReport, Finding, Result } from '../model.js';
import { isOpen, ruleIdOf } from './place.js';
import { element, xmlDocument, xmlText } from './xml.js';

interface Case {
  readonly name: string;
  readonly result: Result;
  readonly findings: readonly Finding[];
  /** Why there is no verdict, or none was asked for. */
  readonly reason: string | undefined;
  /** Wall milliseconds, where they are known. */
  readonly elapsed?: number;
}

/**
 * A report as JUnit XML: a suite for the policy and one for the tools, a test case for each rule and tool. What could not be
 * judged is an error; what is waived, in the baseline, not applicable or outside the profile is skipped, never passed.
 * @see https://github.com/jenkinsci/xunit-plugin, its XSD of JUnit results
 */
export const renderJunit = (report: CheckReport): string => {
  const rules = report.rules.map(
    ({ rule, result, findings, reason }): Case => ({ name: rule, result, findings, reason }),
  );
  const outside = report.notInProfile
    .filter(({ id }) => !report.rules.some(({ rule }) => rule === id))
    .map(({ id, reason }): Case => ({ name: id, result: 'notInProfile', findings: [], reason }));
  const tools = report.tools.map(
    (tool): Case => ({
      name: tool.tool,
      result: resultOfTool(tool, report.findings),
      findings: report.findings.filter(
        ({ rule, key }) => rule === tool.tool || (rule.startsWith('AG') && key === tool.tool),
      ),
      reason: tool.detail,
      elapsed: tool.elapsed,
    }),
  );
  const suites = [
    ...suite('policy', [...rules, ...outside], report.policy.elapsed),
    ...(tools.length === 0
      ? []
      : suite(
          'tools',
          tools,
          tools.reduce((most, { elapsed = 0 }) => Math.max(most, elapsed), 0),
        )),
  ];
  const all = [...rules, ...outside, ...tools];
  const counts = { tests: all.length, failures: count(all, 'fail'), errors: count(all, 'error') };
  return xmlDocument(element(0, 'testsuites', { name: 'autogov check', ...counts }, suites));
};

const skipping: ReadonlySet<Result> = new Set(['waived', 'baselined', 'notApplicable', 'notInProfile']);

const count = (cases: readonly Case[], result: Result): number => cases.filter((each) => each.result === result).length;

const suite = (name: string, cases: readonly Case[], elapsed: number): readonly string[] =>
  element(
    1,
    'testsuite',
    {
      name,
      tests: cases.length,
      failures: count(cases, 'fail'),
      errors: count(cases, 'error'),
      skipped: cases.filter(({ result }) => skipping.has(result)).length,
      time: seconds(elapsed),
    },
    cases.flatMap((each) => testCase(name, each)),
  );

const testCase = (suiteName: string, each: Case): readonly string[] =>
  element(
    2,
    'testcase',
    {
      name: each.name,
      classname: `autogov.${suiteName}`,
      time: each.elapsed === undefined ? undefined : seconds(each.elapsed),
    },
    [...verdict(each), ...excused(each)],
  );

/** Readers show the first failure of a test case only: so there is one, and its text lists all findings. */
const verdict = ({ result, findings, reason }: Case): readonly string[] => {
  if (skipping.has(result)) return element(3, 'skipped', {}, xmlText(whySkipped(result, findings, reason)));
  if (result !== 'fail' && result !== 'error') return [];
  const open = findings.filter(isOpen);
  const first = open[0];
  const more = open.length > 1 ? ` (and ${open.length - 1} more)` : '';
  const message = first === undefined ? (reason ?? 'no verdict') : `${first.message}${more}`;
  const type = result === 'error' ? (first?.rule ?? 'error') : (first?.severity ?? 'error');
  return element(3, result === 'fail' ? 'failure' : 'error', { message, type }, xmlLines(open.map(line)));
};

const whySkipped = (result: Result, findings: readonly Finding[], reason: string | undefined): string => {
  if (result === 'waived') return `waived until ${findings.map(({ until = '' }) => until).sort()[0] ?? ''}`;
  if (result === 'baselined') return 'in the baseline';
  return `${result === 'notApplicable' ? 'not applicable' : 'not in this profile'}${reason === undefined ? '' : `: ${reason}`}`;
};

/** Excused findings of a test case, below its verdict. */
const excused = ({ findings }: Case): readonly string[] => {
  const lines = findings.filter((finding) => !isOpen(finding)).map((finding) => `${finding.status}: ${line(finding)}`);
  return lines.length === 0 ? [] : element(3, 'system-out', {}, xmlLines(lines));
};

const line = (finding: Finding): string =>
  `${finding.path}:${finding.line}:${finding.column} ${finding.severity} ${ruleIdOf(finding)}: ${finding.message}. Next: ${finding.next}`;

const xmlLines = (lines: readonly string[]): string => lines.map(xmlText).join('\n');

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);
