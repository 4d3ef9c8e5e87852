import { joinPointer } from '../../config/index.js';
import { automationsOf } from '../facts/automations.js';
import type { Offence } from '../model.js';
import { notApplicable, rule } from '../rule.js';

export default rule({
  id: 'OBS002',
  severity: 'warning',
  since: '0.1.0',
  fact: 'manifest',
  what: 'An automation has no timeout or no retry policy.',
  why: 'A job that hangs holds its lock, and the next run never starts; a job that does not say whether it may be repeated is repeated by guess.',
  next: 'add timeout and retries to its entry, e.g. timeout: 10m and retries: { max: 0 }',
  pass: [
    { files: { 'automation.yaml': 'automations:\n  - id: invoices\n    timeout: 10m\n    retries: { max: 0 }\n' } },
  ],
  fail: [
    { files: { 'automation.yaml': 'automations:\n  - id: invoices\n' } },
    { files: { 'automation.yaml': 'automations:\n  - id: invoices\n    timeout: 10m\n' } },
  ],
  judge: ({ manifest }) => {
    if (manifest === undefined) return notApplicable('there is no automation.yaml');
    const { document } = manifest;
    return automationsOf(manifest).flatMap(({ id, index, entry }): Offence[] => {
      const missing = ['timeout', 'retries'].filter((key) => !Object.hasOwn(entry, key));
      const pointer = joinPointer(['automations', index]);
      const message = `automation ${id} has no ${missing.join(' and no ')}`;
      return missing.length === 0
        ? []
        : [{ path: document.path, ...document.locate(pointer), pointer, message, key: id }];
    });
  },
});
