import { manifestPath } from '../facts/facts.js';
import { paths, rule } from '../rule.js';

const head = 'project: { id: 01JZ0000000000000000000000, owner: finance }\n';

export default rule({
  id: 'STR006',
  severity: 'error',
  since: '0.1.0',
  fact: 'manifest',
  what: 'There is no automation.yaml, or it is not valid.',
  why: 'The manifest says what can be run, by whom and how; nothing is authorised, scheduled or recorded without it.',
  next: '`autogov schema manifest` prints what it may hold; `autogov init` writes one',
  pass: [
    { files: { 'automation.yaml': `${head}automations:\n  - id: invoices\n    entrypoint: { module: invoices }\n` } },
  ],
  fail: [
    { files: paths('README.md') },
    { files: { 'automation.yaml': `${head}automations: []\n` } },
    { files: { 'automation.yaml': `${head}automations:\n  - id: invoices\n    entrypont: { module: invoices }\n` } },
  ],
  judge: ({ manifest }) => {
    if (manifest === undefined) return [{ path: '.', message: `there is no ${manifestPath}`, key: 'absent' }];
    return manifest.problems.map((problem) => ({
      path: manifest.document.path,
      ...problem.position,
      pointer: problem.pointer,
      message: `${problem.pointer === '' ? 'the manifest' : problem.pointer} ${problem.reason}${problem.nearest === undefined ? '' : `: did you mean ${problem.nearest}?`}`,
      key: `${problem.keyword} ${problem.reason}`,
    }));
  },
});
