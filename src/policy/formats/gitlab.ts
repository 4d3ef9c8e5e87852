import { createHash } from 'node:crypto';
import type { CheckReport, Finding, Severity } from '../model.js';
import { fileOf, isOpen, namer, ruleIdOf } from './place.js';

const severities: Readonly<Record<Severity, 'major' | 'minor' | 'info'>> = {
  error: 'major',
  warning: 'minor',
  info: 'info',
};

/**
 * What is open in a report as GitLab's Code Quality artifact. GitLab shows one finding a fingerprint and compares branches
 * by it: so each is unique, and the same as long as rule, path and what is wrong are.
 * @see https://docs.gitlab.com/ci/testing/code_quality/
 */
export const renderGitlab = (report: CheckReport): string => {
  const nameOf = namer();
  const fingerprint = (finding: Finding): string => {
    const { hash, occurrence } = nameOf(finding);
    return createHash('sha256').update(`${hash}:${occurrence}`).digest('hex');
  };
  const issues = report.findings.filter(isOpen).map((finding) => ({
    description: `${finding.message}. Next: ${finding.next}`,
    check_name: ruleIdOf(finding),
    fingerprint: fingerprint(finding),
    severity: finding.status === 'error' ? 'critical' : severities[finding.severity],
    location: {
      path: fileOf(finding),
      lines: { begin: finding.line, end: Math.max(finding.line, finding.endLine ?? finding.line) },
    },
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
};
