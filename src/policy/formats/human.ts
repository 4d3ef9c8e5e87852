import { escapeText } from '../../faults/index.js';
import type { Paint } from '../../ports/index.js';
import type { CheckReport, Finding, ToolOutcome } from '../model.js';

/** More findings than this are counted by rule, not listed: the end of the report is what must be seen. */
const mostListed = 50;
const width = 72;

/** The report for people: what judged, what was found by place, the counts, what to do next. */
export const renderHuman = (report: CheckReport, paint: Paint): string => {
  const shown = report.findings.filter((finding) => finding.status === 'fail' || finding.status === 'error');
  const listed = shown.length <= mostListed ? shown : [...shown].sort(bySeverity).slice(0, mostListed).sort(byPlace);
  return [
    ...heads(report, paint),
    '',
    ...places(listed, paint),
    ...(shown.length > listed.length ? [rest(shown, listed.length)] : []),
    ...(listed.length > 0 ? [''] : []),
    ...ending(report, shown, paint),
    '',
  ].join('\n');
};

const heads = (report: CheckReport, paint: Paint): string[] => {
  const { name, own, rules, elapsed } = report.policy;
  const rows = [
    {
      name: 'policy',
      what: own === 0 ? name : `${name} + ${own} of yours`,
      result: plural(rules, 'rule'),
      elapsed,
      bad: false,
    },
    ...report.tools.filter(({ result }) => result === 'pass' || result === 'fail').map(toolRow),
  ];
  const broken = report.tools.filter(({ result }) => result === 'error');
  const names = [
    ...rows.map((row) => row.name),
    ...report.tools.map(({ tool }) => tool),
    ...report.notInProfile.map(({ id }) => id),
  ];
  const nameWidth = Math.max(...names.map((each) => each.length));
  const whatWidth = Math.max(...rows.map((row) => row.what.length));
  const resultWidth = Math.max(...rows.map((row) => row.result.length));
  const lines = rows.map((row) => {
    const result = row.result.padStart(resultWidth);
    const time = `  ${duration(row.elapsed).padStart(7)}`;
    return `  ${row.name.padEnd(nameWidth)}  ${row.what.padEnd(whatWidth)}  ${row.bad ? paint.red(result) : result}${paint.dim(time)}`.trimEnd();
  });
  // Why there is no verdict is a sentence, not a cell: it would push the columns apart.
  const silent = broken.map(({ tool, version = '', detail }) => {
    const why = escapeText(detail);
    const short = why.length <= width ? why : `${why.slice(0, width - 1)}…`;
    return `  ${tool.padEnd(nameWidth)}  ${version.padEnd(whatWidth)}  ${paint.red(short)}`;
  });
  const outside = [
    ...report.tools.filter(({ result }) => result === 'notChecked').map(({ tool, detail }) => ({ id: tool, detail })),
    ...report.notInProfile.map(({ id, reason }) => ({ id, detail: `not in this profile (${reason})` })),
  ].map(({ id, detail }) => `  ${id.padEnd(nameWidth)}  ${escapeText(detail)}`);
  return [...lines, ...silent, ...outside];
};

const toolRow = (tool: ToolOutcome) => ({
  name: tool.tool,
  what: tool.version ?? '',
  result: escapeText(tool.detail),
  elapsed: tool.elapsed,
  bad: tool.result === 'fail',
});

const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

/** Findings under the place where they stand; the first of a file without a line of its own stands under the file. */
const places = (findings: readonly Finding[], paint: Paint): string[] => {
  const ruleWidth = Math.max(6, ...findings.map((finding) => finding.rule.length));
  let before = '';
  return findings.flatMap((finding) => {
    const path = escapeText(finding.path === '.' ? 'the repository' : finding.path);
    const whole = finding.line === 1 && finding.column === 1 && finding.pointer === undefined;
    const place = whole ? path : `${path}:${finding.line}:${finding.column}`;
    const head = place === before ? [] : [paint.bold(place)];
    before = place;
    const label = finding.status === 'error' ? 'unread' : finding.severity;
    const colour =
      finding.severity === 'error' ? paint.red : finding.severity === 'warning' ? paint.yellow : paint.cyan;
    const code = finding.code === undefined ? '' : `  [${finding.code}]`;
    const from = finding.enforceFrom === undefined ? '' : `  (an error from ${finding.enforceFrom})`;
    const text = `${escapeText(finding.message)}${escapeText(code)}${from}`;
    const start = `  ${finding.rule.padEnd(ruleWidth)}  `;
    const fix = finding.fixable ? `  ${paint.dim('--fix')}` : '';
    const line = `${label.padEnd(7)}  ${finding.fixable ? text.padEnd(width - start.length - 9) : text}`;
    return [...head, `${start}${colour(line.slice(0, 7))}${line.slice(7)}${fix}`];
  });
};

const rest = (shown: readonly Finding[], listed: number): string => {
  const counts = new Map<string, number>();
  for (const { rule } of shown) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const byRule = [...counts].sort((a, b) => b[1] - a[1]).map(([rule, count]) => `${rule} ${count}`);
  return `… and ${shown.length - listed} more; all of them: autogov check --json\n  ${byRule.join(' · ')}`;
};

const ending = (report: CheckReport, shown: readonly Finding[], paint: Paint): string[] => {
  const count = (test: (finding: Finding) => boolean): number => report.findings.filter(test).length;
  const fixable = shown.filter((finding) => finding.fixable).length;
  const errors = count((finding) => finding.status === 'fail' && finding.severity === 'error');
  const warnings = count((finding) => finding.status === 'fail' && finding.severity === 'warning');
  const infos = count((finding) => finding.status === 'fail' && finding.severity === 'info');
  const waived = report.findings.filter((finding) => finding.status === 'waived');
  const baselined = count((finding) => finding.status === 'baselined');
  const until = waived.map((finding) => finding.until ?? '').sort()[0];
  const unread = report.summary.error;
  const open = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(infos > 0 ? [`${infos} info`] : []),
  ].join(', ');
  const parts = [
    ...(unread > 0 ? [`${plural(unread, 'check')} could not be made`] : []),
    ...(open === '' ? [] : [fixable === 0 ? open : `${open} (${fixable} fixable)`]),
    ...(waived.length > 0 ? [`${waived.length} waived until ${until}${byChange(waived)}`] : []),
    ...(baselined > 0 ? [`${baselined} in the baseline`] : []),
  ];
  const sum = parts.length === 0 ? 'nothing found' : parts.join(', ');
  const code = `exit ${report.exit}`;
  const colour = report.exit === 0 ? paint.green : paint.red;
  return [
    `${colour(sum)}${' '.repeat(Math.max(2, width - sum.length - code.length + 6))}${code}`,
    `next: ${nextSteps(report, shown, fixable)}`,
  ];
};

const byChange = (waived: readonly Finding[]): string => {
  const count = waived.filter(({ newWaiver }) => newWaiver === true).length;
  return count === 0 ? '' : ` (${count} by a waiver of this change)`;
};

const nextSteps = (report: CheckReport, shown: readonly Finding[], fixable: number): string => {
  const steps: string[] = [];
  const unread = shown.find((finding) => finding.status === 'error');
  if (unread !== undefined) steps.push(escapeText(unread.next));
  if (fixable > 0) steps.push('autogov check --fix');
  const first = shown.find((finding) => finding.severity === 'error' && explained(finding)) ?? shown.find(explained);
  if (first !== undefined) steps.push(`autogov explain ${first.rule}`);
  if (steps.length > 0) return steps.join(' · ');
  const other = shown[0];
  if (other !== undefined) return escapeText(other.next);
  const open = report.tools.filter((tool) => tool.result === 'notChecked').map((tool) => tool.tool);
  const asked = report.tools.some((tool) => /--(static|staged)/.test(tool.detail))
    ? 'autogov check'
    : 'autogov check --trusted';
  return open.length > 0 ? `${asked} judges ${open.join(', ')} too` : 'commit it, or: autogov run <id>';
};

const explained = (finding: Finding): boolean => /^[A-Z]{2,}\d+$/.test(finding.rule);

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

const rank = { error: 0, warning: 1, info: 2 } as const;
const bySeverity = (a: Finding, b: Finding): number =>
  Number(a.status !== 'error') - Number(b.status !== 'error') || rank[a.severity] - rank[b.severity];
const byPlace = (a: Finding, b: Finding): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column;
