import { joinPointer } from '../../config/index.js';
import { automationsOf } from '../facts/automations.js';
import { asList } from '../facts/values.js';
import type { Offence } from '../model.js';
import { notApplicable, rule } from '../rule.js';

export default rule({
  id: 'OBS003',
  severity: 'warning',
  since: '0.1.0',
  fact: 'manifest',
  what: 'A scheduled automation has no alert.',
  why: 'Nobody watches a job that starts by itself; without an alert its failure is found by whoever misses its result.',
  next: 'add alerts to its entry, e.g. alerts: [{ to: slack, on: [failure, stale] }]',
  pass: [
    {
      files: {
        'automation.yaml':
          'automations:\n  - id: rates\n    schedule: { cron: "0 6 * * *" }\n    alerts: [{ to: slack, on: [failure] }]\n',
      },
    },
    { files: { 'automation.yaml': 'automations:\n  - id: by-hand\n' } },
  ],
  fail: [{ files: { 'automation.yaml': 'automations:\n  - id: rates\n    schedule: { cron: "0 6 * * *" }\n' } }],
  judge: ({ manifest }) => {
    if (manifest === undefined) return notApplicable('there is no automation.yaml');
    const { document } = manifest;
    return automationsOf(manifest).flatMap(({ id, index, entry }): Offence[] => {
      if (!Object.hasOwn(entry, 'schedule') || asList(entry['alerts']).length > 0) return [];
      const pointer = joinPointer(['automations', index, 'schedule']);
      return [
        {
          path: document.path,
          ...document.locate(pointer),
          pointer,
          message: `scheduled automation ${id} has no alert`,
          key: id,
        },
      ];
    });
  },
});
