import { escapeText } from '../../faults/index.js';
import type { CheckReport, Finding, ToolOutcome } from '../model.js';
import { byWeight, isOpen, isWhole, ruleIdOf } from './place.js';

/** More findings than this are counted, not listed: a step summary or a comment has its bounds. */
const mostListed = 200;
const longest = 300;

/** A report for a comment or a step summary: the verdict, what is open with the worst first, the tools. */
export const renderMarkdown = (report: CheckReport): string => {
  const open = report.findings.filter(isOpen).sort(byWeight);
  const listed = open.slice(0, mostListed);
  const left = open.length - listed.length;
  return [
    '# autogov check',
    '',
    `**${verdict(report, open)}** (exit ${report.exit})`,
    '',
    `Policy: ${code(report.policy.name)}, ${report.policy.rules} rules, ${report.summary.pass} checks passed.`,
    '',
    ...table(
      ['', 'Rule', 'Where', 'What'],
      listed.map((finding) => [
        finding.status === 'error' ? 'not judged' : finding.severity,
        code(ruleIdOf(finding)),
        code(placeOf(finding)),
        `${code(finding.message)}<br>${finding.fixable ? `${code('autogov check --fix')}` : code(finding.next)}`,
      ]),
    ),
    ...(left === 0 ? [] : [`… and ${left} more; all of them: ${code('autogov check --json')}`, '']),
    ...table(['Tool', 'Version', 'Result'], report.tools.map(toolRow)),
    ...outside(report),
  ].join('\n');
};

const verdict = (report: CheckReport, open: readonly Finding[]): string => {
  const count = (severity: Finding['severity']): number =>
    open.filter((finding) => finding.status === 'fail' && finding.severity === severity).length;
  const excused = (status: Finding['status']): number =>
    report.findings.filter((finding) => finding.status === status).length;
  const fresh = report.findings.filter(({ newWaiver }) => newWaiver === true).length;
  const parts = [
    [report.summary.error, 'not judged'],
    [count('error'), count('error') === 1 ? 'error' : 'errors'],
    [count('warning'), count('warning') === 1 ? 'warning' : 'warnings'],
    [count('info'), 'info'],
    [excused('waived'), `waived${fresh === 0 ? '' : ` (${fresh} by a waiver of this change)`}`],
    [excused('baselined'), 'in the baseline'],
  ] as const;
  const said = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`);
  return said.length === 0 ? 'nothing found' : said.join(', ');
};

const placeOf = (finding: Finding): string => {
  if (finding.path === '.') return 'the repository';
  return isWhole(finding) ? finding.path : `${finding.path}:${finding.line}:${finding.column}`;
};

const toolRow = ({ tool, version, detail }: ToolOutcome): readonly string[] => [
  code(tool),
  version === undefined ? '' : code(version),
  code(detail),
];

const outside = ({ notInProfile }: CheckReport): readonly string[] =>
  notInProfile.length === 0
    ? []
    : [...notInProfile.map(({ id, reason }) => `- ${code(id)} is not in this profile: ${code(reason)}`), ''];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).concat('');

/**
 * Text from a repository as a code span, where Markdown and HTML in it mean nothing, nobody is mentioned and nothing is
 * linked. A pipe is escaped, for it would end a cell even there.
 */
const code = (text: string): string => {
  const shown = escapeText(text).trim();
  const bounded = shown.length <= longest ? shown : `${shown.slice(0, longest - 1)}…`;
  if (bounded === '') return '';
  const run = Math.max(0, ...(bounded.match(/`+/g) ?? []).map((each) => each.length));
  const fence = '`'.repeat(run + 1);
  const space = run > 0 ? ' ' : '';
  return `${fence}${space}${bounded.replaceAll('|', '\\|')}${space}${fence}`;
};
