import { waiversPath } from '../facts/waivers.js';
import type { Offence } from '../model.js';
import { notApplicable, rule } from '../rule.js';

const waiver = (expires: string): string =>
  `version: 1\nwaivers:\n  - rule: NAM003\n    path: src/a.py\n    reason: imported by a partner\n    owner: finance\n    expires: ${expires}\n`;

export default rule({
  id: 'AUD002',
  severity: 'error',
  since: '0.1.0',
  fact: 'waivers',
  what: 'A waiver has lapsed, has a date that cannot be read, or excuses nothing.',
  why: 'A waiver is a promise with a date. One that is never looked at again is a rule that was switched off in silence.',
  next: 'mend what it excuses and delete it, or agree on a new date with its owner',
  pass: [{ files: { [waiversPath]: waiver('2999-12-31') } }],
  fail: [{ files: { [waiversPath]: waiver('2001-01-31') } }, { files: { [waiversPath]: waiver('next summer') } }],
  judge: ({ waivers }) => {
    if (waivers.length === 0) return notApplicable('there are no waivers');
    return waivers
      .filter((each) => each.lapsed)
      .map((each): Offence => {
        const when =
          each.expires === undefined ? 'has a date that cannot be read, so it has lapsed' : `lapsed on ${each.expires}`;
        const { line, column, pointer } = each;
        return {
          path: waiversPath,
          line,
          column,
          pointer,
          message: `the waiver of ${each.rule} for ${each.path} ${when}`,
          key: `${each.rule} ${each.path}`,
        };
      });
  },
});
