import type { CheckReport, Finding } from '../model.js';
import { fileOf, isOpen, ruleIdOf } from './place.js';
import { element, xmlDocument } from './xml.js';

/**
 * What is open in a report as a Checkstyle result; what is waived or in the baseline is left out, for the format has no
 * word for it.
 * @see https://checkstyle.org, the XML of its XMLLogger
 */
export const renderCheckstyle = (report: CheckReport): string => {
  const files = new Map<string, Finding[]>();
  for (const finding of report.findings.filter(isOpen)) {
    files.set(fileOf(finding), [...(files.get(fileOf(finding)) ?? []), finding]);
  }
  const content = [...files].flatMap(([name, findings]) =>
    element(
      1,
      'file',
      { name },
      findings.flatMap((finding) =>
        element(2, 'error', {
          line: finding.line,
          column: finding.column,
          severity: finding.severity,
          message: `${finding.message}. Next: ${finding.next}`,
          source: `autogov.${ruleIdOf(finding)}`,
        }),
      ),
    ),
  );
  return xmlDocument(element(0, 'checkstyle', { version: '4.3' }, content));
};
