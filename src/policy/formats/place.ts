import { createHash } from 'node:crypto';
import { identity } from '../engine/baseline.js';
import type { Finding } from '../model.js';

/** A finding of the repository itself is shown at the file that holds its policy: services know files only. */
export const fileOf = (finding: Pick<Finding, 'path'>): string =>
  finding.path === '.' ? '.autogov/policy.yaml' : finding.path;

/** Id of a rule, or of a tool with its own code: `mypy/union-attr`. */
export const ruleIdOf = (finding: Pick<Finding, 'rule' | 'code'>): string =>
  finding.code === undefined ? finding.rule : `${finding.rule}/${finding.code}`;

/** What nothing excuses: it fails, or could not be judged. */
export const isOpen = ({ status }: Finding): boolean => status === 'fail' || status === 'error';

/** No line was named: the whole file is meant. */
export const isWhole = ({ line, column, endLine, pointer }: Finding): boolean =>
  line === 1 && column === 1 && endLine === undefined && pointer === undefined;

const rank = { error: 0, warning: 1, info: 2 } as const;

/** Order for lists that are cut: what could not be judged, then by severity. */
export const byWeight = (a: Finding, b: Finding): number =>
  Number(a.status !== 'error') - Number(b.status !== 'error') || rank[a.severity] - rank[b.severity];

/**
 * Names findings so that no two of one report have the same name, and a moved line keeps it. Stateful: call it once a
 * finding, in the order of the report.
 * @returns hash (SHA-256 of rule, path and key, hex) and how often it came before, from 1
 */
export const namer = (): ((finding: Finding) => { readonly hash: string; readonly occurrence: number }) => {
  const seen = new Map<string, number>();
  return (finding) => {
    const hash = createHash('sha256').update(identity(finding)).digest('hex');
    const occurrence = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, occurrence);
    return { hash, occurrence };
  };
};
