import type { CheckReport, Finding, Severity } from '../model.js';
import { rules } from '../rules/index.gen.js';
import { fileOf, namer, ruleIdOf as ruleId } from './place.js';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/**
 * A report as SARIF 2.1.0, in the subset that code scanning services read.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const renderSarif = (report: CheckReport, version: string): string => {
  const ids = [...new Set(report.findings.map(ruleId))].sort();
  const nameOf = namer();
  const fingerprint = (finding: Finding): string => {
    const { hash, occurrence } = nameOf(finding);
    return `${hash.slice(0, 16)}:${occurrence}`;
  };
  const unread = report.findings.filter((finding) => finding.status === 'error');
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'autogov',
            version,
            semanticVersion: version,
            rules: ids.map((id) => descriptor(id, report)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.summary.error === 0,
            exitCode: report.exit,
            toolExecutionNotifications: unread.map((finding) => ({
              level: 'error',
              message: { text: finding.message },
              locations: [locationOf(finding)],
            })),
          },
        ],
        results: report.findings.map((finding) => ({
          ruleId: ruleId(finding),
          ruleIndex: ids.indexOf(ruleId(finding)),
          level: levels[finding.severity],
          message: { text: `${finding.message}. Next: ${finding.next}` },
          locations: [locationOf(finding)],
          partialFingerprints: { primaryLocationLineHash: fingerprint(finding) },
          ...suppression(finding),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

const descriptor = (id: string, report: CheckReport): unknown => {
  const rule = rules.find((each) => each.id === id);
  const example = report.findings.find((finding) => ruleId(finding) === id);
  const short = rule?.what ?? `${id}: found by ${example?.rule ?? id}.`;
  const why = rule?.why ?? example?.why ?? short;
  const next = rule?.next ?? example?.next ?? '';
  return {
    id,
    name: id,
    shortDescription: { text: short },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\nWhat to do: ${next}`,
      markdown: `${why}\n\n**What to do:** ${next}\n\n\`autogov explain ${id.split('/')[0]}\``,
    },
    defaultConfiguration: { level: levels[rule?.severity ?? example?.severity ?? 'error'] },
    // GitHub ranks everything that has this property as a security alert.
    ...(id.startsWith('SEC') ? { properties: { 'security-severity': '7.0' } } : {}),
  };
};

const locationOf = (finding: Finding): unknown => {
  const { line, column } = finding;
  const endLine = Math.max(line, finding.endLine ?? line);
  const endColumn = finding.endColumn ?? column + 1;
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(fileOf(finding)), uriBaseId: '%SRCROOT%' },
      region: {
        startLine: line,
        startColumn: column,
        endLine,
        endColumn: endLine === line ? Math.max(endColumn, column + 1) : endColumn,
      },
    },
  };
};

/** A relative reference. */
const uriOf = (path: string): string =>
  path
    .split('/')
    .map((part) => encodeURIComponent(Buffer.from(part).toString()))
    .join('/');

const suppression = (finding: Finding): { readonly suppressions?: readonly unknown[] } => {
  if (finding.status === 'waived') {
    return {
      suppressions: [{ kind: 'external', status: 'accepted', justification: `waived until ${finding.until ?? ''}` }],
    };
  }
  return finding.status === 'baselined'
    ? { suppressions: [{ kind: 'external', status: 'accepted', justification: 'in the baseline' }] }
    : {};
};
