import { type Baseline as BaselineFile, parseJson, validate } from '../../config/index.js';
import type { Source } from '../facts/source.js';
import type { Finding } from '../model.js';

export const baselinePath = '.autogov/baseline.json';

/** Old findings that are still allowed, counted by what they are; a count goes down as findings are matched. */
export type Baseline = Map<string, number>;

/** What a finding is: never a line number, so that a moved finding stays the old one. */
export const identity = (finding: Pick<Finding, 'rule' | 'code' | 'path' | 'key' | 'pointer' | 'message'>): string =>
  JSON.stringify([
    finding.code === undefined ? finding.rule : `${finding.rule}/${finding.code}`,
    finding.path,
    keyOf(finding),
  ]);

/** What is wrong, without what another run or an edit elsewhere changes: line numbers and addresses in a tool's words. */
const keyOf = (finding: Pick<Finding, 'key' | 'pointer' | 'message'>): string =>
  (finding.key ?? finding.pointer ?? finding.message)
    .replace(/\b(lines?) \d+(?:\s*[-–]\s*\d+)?/gi, '$1 N')
    .replace(/\b0x[0-9a-f]{4,}\b/gi, '0xN');

/** Rules and tools that look for secrets, and ruff's own rules for them: an old secret is as open as a new one. */
const secretRules: ReadonlySet<string> = new Set(['SEC001', 'AI002', 'gitleaks', 'detect-secrets']);
const secretCodes = /^S10[5-7]$/;

/** True for what no baseline excuses, however it came to stand in one. */
export const isSecret = ({ rule, code }: Pick<Finding, 'rule' | 'code'>): boolean =>
  secretRules.has(rule) || (rule === 'ruff' && code !== undefined && secretCodes.test(code));

/** @throws Fault AG140–AG143 where the file is there and can't be read */
export const readBaseline = async (source: Source): Promise<Baseline> => {
  const baseline: Baseline = new Map();
  for (const { rule, path, key, count } of (await baselineEntries(source)) ?? []) {
    const id = JSON.stringify([rule, path, key]);
    baseline.set(id, (baseline.get(id) ?? 0) + count);
  }
  return baseline;
};

export type BaselineEntry = BaselineFile['findings'][number];

/** @throws Fault AG140–AG143 where the file is there and can't be read; undefined where there is none */
export const baselineEntries = async (source: Source): Promise<readonly BaselineEntry[] | undefined> => {
  const text = source.text(baselinePath);
  return text === undefined ? undefined : (await validate('baseline', await parseJson(text, baselinePath))).findings;
};
