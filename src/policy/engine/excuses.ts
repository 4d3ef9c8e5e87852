import { nearest } from '../../faults/index.js';
import { globMatcher, isGlob } from '../facts/glob.js';
import { type Waiver, waiversPath } from '../facts/waivers.js';
import type { Excuses, Finding } from '../model.js';
import { type Baseline, identity, isSecret } from './baseline.js';

/** What cannot be excused: that something could not be judged, and the waivers themselves. */
export const inexcusable = (finding: Finding): boolean => finding.status !== 'fail' || finding.rule === 'AUD002';

/** @param isNew which waivers came with the change that is judged; none where no change is */
export const makeExcuses = (
  waivers: readonly Waiver[],
  baseline: Baseline,
  isNew: (waiver: Waiver) => boolean = () => false,
): Excuses => {
  const valid = waivers
    .filter((waiver) => !waiver.lapsed)
    .map((waiver) => ({ waiver, matches: pathMatcher(waiver.path) }));
  const used = new Set<Waiver>();
  return {
    apply: (findings) =>
      findings.map((finding): Finding => {
        if (inexcusable(finding)) return finding;
        const found = valid.find(({ waiver, matches }) => names(waiver.rule, finding) && matches(finding.path));
        if (found !== undefined) {
          used.add(found.waiver);
          const { expires } = found.waiver;
          return {
            ...finding,
            status: 'waived',
            ...(expires === undefined ? {} : { until: expires }),
            ...(isNew(found.waiver) ? { newWaiver: true } : {}),
          };
        }
        const key = identity(finding);
        const left = baseline.get(key) ?? 0;
        if (left === 0 || isSecret(finding)) return finding;
        baseline.set(key, left - 1);
        return { ...finding, status: 'baselined' };
      }),
    leftover: (judged, known) =>
      valid.flatMap(({ waiver }): Finding[] => {
        const subject = waiver.rule.split('/')[0] ?? '';
        if (used.has(waiver) || (known.has(subject) && !judged.has(subject))) return [];
        const near = known.has(subject) ? undefined : nearest(subject, known);
        const reason = known.has(subject)
          ? 'excuses nothing'
          : `names no rule and no tool${near === undefined ? '' : `: did you mean ${near}?`}`;
        return [unused(waiver, reason)];
      }),
  };
};

const names = (rule: string, finding: Finding): boolean =>
  rule === finding.rule || (finding.code !== undefined && rule === `${finding.rule}/${finding.code}`);

const pathMatcher = (path: string): ((path: string) => boolean) =>
  isGlob(path) ? globMatcher(path) : (other) => other === path || other.startsWith(`${path}/`);

const unused = (waiver: Waiver, reason: string): Finding => ({
  rule: 'AUD002',
  severity: 'warning',
  status: 'fail',
  path: waiversPath,
  line: waiver.line,
  column: waiver.column,
  pointer: waiver.pointer,
  message: `the waiver of ${waiver.rule} for ${waiver.path} ${reason}`,
  why: 'A waiver that excuses nothing will excuse the next finding of its kind, unseen.',
  next: 'delete it',
  fixable: false,
  key: `${waiver.rule} ${waiver.path}`,
});
