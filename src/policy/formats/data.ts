import type { CheckReport, Finding } from '../model.js';

/** A report as `check --json` prints it in `data`; schemas/commands/check.schema.json. */
export const reportData = (report: CheckReport): unknown => ({
  policy: report.policy,
  summary: report.summary,
  findings: report.findings.map(findingData),
  rules: report.rules.map(({ rule, result, reason }) => ({
    rule,
    result,
    ...(reason === undefined ? {} : { reason }),
  })),
  tools: report.tools,
  notInProfile: report.notInProfile,
});

const findingData = ({ next, ...rest }: Finding): unknown => ({ ...rest, fix: next });
