import { notApplicable, paths, rule } from '../rule.js';

const names = [
  'docs/runbook.md',
  'docs/RUNBOOK.md',
  'RUNBOOK.md',
  'runbook.md',
  'docs/runbook.rst',
  'docs/operations.md',
];

const content = `# Runbook

## It failed: what now

1. \`autogov audit show\` says what ran, from which commit, and how it ended.
2. Read the log of that run; \`autogov run <id>\` starts the automation again.

## Whom to call

The owner named in automation.yaml.
`;

export default rule({
  id: 'DOC005',
  severity: 'warning',
  since: '0.1.0',
  fact: 'tree',
  what: 'There is no runbook.',
  why: 'What to do when it fails is thought out better by day than at night by somebody else.',
  next: 'add docs/runbook.md: how it fails, how to start it again, whom to call',
  fixable: true,
  pass: [{ files: paths('automation.yaml', 'docs/runbook.md') }],
  fail: [{ files: paths('automation.yaml') }],
  judge: ({ tree }) => {
    if (!tree.has('automation.yaml')) return notApplicable('there is no automation.yaml');
    if (names.some((name) => tree.has(name))) return [];
    return [
      {
        path: '.',
        message: 'there is no runbook',
        key: 'absent',
        edits: [{ op: 'create', path: 'docs/runbook.md', content }],
      },
    ];
  },
});
