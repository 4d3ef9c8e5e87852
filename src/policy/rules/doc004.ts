import { paths, rule } from '../rule.js';

const names = [
  'SECURITY.md',
  '.github/SECURITY.md',
  'docs/SECURITY.md',
  '.gitlab/SECURITY.md',
  'SECURITY.rst',
  'SECURITY.txt',
];

const content = `# Security

## Report a weakness

Report it to the owner of this repository, not in a public issue.

## Secrets

No secret belongs in this repository, in a log or in a test. A secret that was committed is rotated, not just deleted.
`;

export default rule({
  id: 'DOC004',
  severity: 'warning',
  since: '0.1.0',
  fact: 'tree',
  what: 'There is no SECURITY.md.',
  why: 'Who finds a weakness has to know whom to tell before they tell everybody.',
  next: 'add SECURITY.md with an address that somebody reads',
  fixable: true,
  pass: [{ files: paths('SECURITY.md') }, { files: paths('.github/SECURITY.md') }],
  fail: [{ files: paths('README.md') }],
  judge: ({ tree }) =>
    names.some((name) => tree.has(name))
      ? []
      : [
          {
            path: '.',
            message: 'there is no SECURITY.md',
            key: 'absent',
            edits: [{ op: 'create', path: 'SECURITY.md', content }],
          },
        ],
});
