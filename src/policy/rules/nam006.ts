import { valueAt } from '../../config/index.js';
import { asList, asTable, asText } from '../facts/values.js';
import type { Offence } from '../model.js';
import { notApplicable, rule } from '../rule.js';

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export default rule({
  id: 'NAM006',
  severity: 'error',
  since: '0.1.0',
  fact: 'manifest',
  what: 'The id of an automation is not kebab-case, or is used twice.',
  why: 'The id names the lock, the records, the metrics and the schedule; two automations of one name would share them all.',
  next: 'give every automation an id of its own, in lower-case words with hyphens',
  pass: [{ files: { 'automation.yaml': 'automations:\n  - id: fetch-rates\n  - id: invoices\n' } }],
  fail: [
    { files: { 'automation.yaml': 'automations:\n  - id: Fetch_Rates\n' } },
    { files: { 'automation.yaml': 'automations:\n  - id: invoices\n  - id: invoices\n' } },
  ],
  judge: ({ manifest }) => {
    if (manifest === undefined) return notApplicable('there is no automation.yaml');
    const { document } = manifest;
    const seen = new Set<string>();
    return asList(valueAt(document.value, '/automations')).flatMap((automation, i): Offence[] => {
      const pointer = `/automations/${i}/id`;
      const id = asText(asTable(automation)['id']);
      if (id === undefined) return [];
      const twice = seen.has(id);
      seen.add(id);
      const message = twice
        ? `two automations have the id ${id}`
        : kebab.test(id)
          ? undefined
          : `automation id is not kebab-case: ${id}`;
      return message === undefined
        ? []
        : [{ path: document.path, ...document.locate(pointer), pointer, message, key: id }];
    });
  },
});
