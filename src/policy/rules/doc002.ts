import { paths, rule } from '../rule.js';

const names = [
  'CHANGELOG.md',
  'CHANGELOG.rst',
  'CHANGELOG',
  'CHANGES.md',
  'CHANGES.rst',
  'HISTORY.md',
  'NEWS.md',
  'docs/CHANGELOG.md',
  'docs/changelog.md',
];

const content = `# Changelog

All notable changes are listed here, the newest version first.

## [Unreleased]
`;

export default rule({
  id: 'DOC002',
  severity: 'warning',
  since: '0.1.0',
  fact: 'tree',
  what: 'There is no changelog.',
  why: 'Who finds a wrong result on Monday asks what changed on Friday.',
  next: 'add CHANGELOG.md; autogov release keeps it',
  fixable: true,
  pass: [{ files: paths('CHANGELOG.md') }],
  fail: [{ files: paths('README.md') }],
  judge: ({ tree }) =>
    names.some((name) => tree.has(name))
      ? []
      : [
          {
            path: '.',
            message: 'there is no changelog',
            key: 'absent',
            edits: [{ op: 'create', path: 'CHANGELOG.md', content }],
          },
        ],
});
