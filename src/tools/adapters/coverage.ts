import { valueAt } from '../../config/index.js';
import type { Finding } from '../../policy/index.js';
import { toFinding } from '../findings.js';
import type { JsonReader } from '../read-json.js';
import type { ToolContext } from '../tool.js';

/** What coverage.py measured over all files. */
export interface Coverage {
  /** Statements and branches together, as fail_under compares it. */
  readonly percent: number;
  /** Branches alone; undefined where there are none or they were not measured. */
  readonly branches: number | undefined;
  /** The file with the most lines and branches missed, and its first missed line. */
  readonly worst: { readonly file: string; readonly line: number } | undefined;
}

/** @see coverage.py's JSON report, format 3 (format 2 lacks nothing that is read here) */
export const readCoverage = (report: JsonReader): Coverage => {
  const totals = report.get('totals');
  const branches = totals.get('num_branches').maybeNumber() ?? 0;
  let worst: Coverage['worst'];
  let most = 0;
  for (const [file, each] of report.get('files').entries()) {
    const summary = each.get('summary');
    const missed = summary.get('missing_lines').number() + (summary.get('missing_branches').maybeNumber() ?? 0);
    if (missed <= most) continue;
    most = missed;
    worst = { file, line: each.get('missing_lines').items()[0]?.number() ?? 1 };
  }
  return {
    percent: totals.get('percent_covered').number(),
    branches: branches === 0 ? undefined : (totals.get('covered_branches').number() / branches) * 100,
    worst,
  };
};

/** Whether a coverage is below its threshold, rounded as coverage.py does it: 99.9 is never 100. */
export const isBelow = (percent: number, threshold: number, precision: number): boolean => {
  if (threshold === 100) return percent < 100;
  return Number(percent.toFixed(precision)) < threshold;
};

/** The finding for too low a coverage: at fail_under if pyproject.toml has it. */
export const coverageFindings = (
  context: ToolContext,
  tool: { readonly name: string; readonly why: string },
  coverage: Coverage,
  threshold: number | undefined,
): readonly Finding[] => {
  const { settings } = context;
  const set = valueAt(settings.value, '/tool/coverage/report/precision');
  const precision = typeof set === 'number' && Number.isInteger(set) && set >= 0 && set <= 20 ? set : 0;
  if (threshold === undefined || !isBelow(coverage.percent, threshold, precision)) return [];
  const pointer = '/tool/coverage/report/fail_under';
  const place = settings.locate(pointer);
  const { worst } = coverage;
  return [
    toFinding(context.root, {
      tool: tool.name,
      why: 'Code that no test runs is first run in production.',
      file: settings.path,
      line: place.line,
      column: place.column,
      code: 'coverage',
      message: `coverage is ${shown(coverage.percent)} %, below the ${threshold} % of fail_under`,
      next: worst === undefined ? 'write tests' : `write tests; most is missed in ${worst.file}:${worst.line}`,
      pointer,
    }),
  ];
};

/** Rounded down to one decimal, so that no shortfall reads as reached. */
export const shown = (percent: number): string => String(Math.floor(percent * 10) / 10);
