import { escapeText } from '../../faults/index.js';
import type { CheckReport, Finding, Severity } from '../model.js';
import { byWeight, isOpen, isWhole, ruleIdOf } from './place.js';

/** GitHub shows ten annotations of a kind in a step and drops the rest without a word. */
const mostShown = 10;

const kinds: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/**
 * What is open in a report as workflow commands, at most ten of a kind, those first that could not be judged; then how many
 * there are in all.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const renderGithub = (report: CheckReport): string => {
  const open = report.findings.filter(isOpen).sort(byWeight);
  const shown = Object.values(kinds).flatMap((kind) =>
    open.filter(({ severity }) => kinds[severity] === kind).slice(0, mostShown),
  );
  const left = open.length - shown.length;
  const counts = Object.entries(kinds).flatMap(([severity, kind]) => {
    const n = open.filter((finding) => finding.severity === severity).length;
    return n === 0 ? [] : [`${n} ${kind}${n === 1 ? '' : 's'}`];
  });
  return [
    ...shown.map(annotation),
    `autogov check: ${counts.length === 0 ? 'nothing found' : counts.join(', ')}${left === 0 ? '' : `, ${left} of them not shown as annotations`}; exit ${report.exit}`,
    ...(left === 0 ? [] : ['all of them: autogov check --format human']),
    '',
  ].join('\n');
};

const annotation = (finding: Finding): string => {
  const { path, line, column, endLine, endColumn } = finding;
  const properties = {
    ...(path === '.' ? {} : { file: path }),
    ...(path === '.' ? {} : { line: String(line) }),
    ...(isWhole(finding) || path === '.' ? {} : { col: String(column) }),
    ...(endLine === undefined || endLine < line ? {} : { endLine: String(endLine) }),
    // GitHub refuses a last column where the lines differ.
    ...(endColumn === undefined || (endLine ?? line) !== line ? {} : { endColumn: String(endColumn) }),
    title: ruleIdOf(finding),
  };
  const words = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${kinds[finding.severity]} ${words.join(',')}::${escapeData(`${finding.message}. Next: ${finding.next}`)}`;
};

/** Everything that a runner would read as the end of a message. */
const escapeData = (text: string): string =>
  escapeText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** The same for a property, which a comma or a colon would end too. */
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
