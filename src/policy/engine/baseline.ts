import { parseJson, validate } from '../../config/index.js';
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

export const keyOf = (finding: Pick<Finding, 'key' | 'pointer' | 'message'>): string =>
  finding.key ?? finding.pointer ?? finding.message;

/** @throws Fault AG140–AG143 where the file is there and can't be read */
export const readBaseline = async (source: Source): Promise<Baseline> => {
  const text = source.text(baselinePath);
  if (text === undefined) return new Map();
  const { findings } = await validate('baseline', await parseJson(text, baselinePath));
  return new Map(findings.map(({ rule, path, key, count }) => [JSON.stringify([rule, path, key]), count]));
};
