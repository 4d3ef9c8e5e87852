import { notApplicable, paths, rule } from '../rule.js';

const lockFiles = ['uv.lock', 'poetry.lock', 'pdm.lock', 'pylock.toml'];

export default rule({
  id: 'DEP001',
  severity: 'error',
  since: '0.1.0',
  fact: 'tree',
  and: ['repo'],
  what: 'No lock file is committed.',
  why: 'Without a lock, the same commit runs with other packages tomorrow, and no record can say with which ones it ran.',
  next: 'uv lock, then commit uv.lock',
  pass: [{ files: paths('pyproject.toml', 'uv.lock') }],
  fail: [{ files: paths('pyproject.toml') }],
  judge: ({ tree, repo }) => {
    if (!tree.has('pyproject.toml')) return notApplicable('there is no pyproject.toml');
    if (lockFiles.some((path) => tree.has(path))) return [];
    const ignored = repo.stat('uv.lock') !== undefined;
    return [
      {
        path: ignored ? 'uv.lock' : '.',
        message: ignored ? 'uv.lock is ignored by git' : 'no lock file is committed (uv.lock)',
        key: 'absent',
        ...(ignored ? { next: 'take uv.lock out of .gitignore and commit it' } : {}),
      },
    ];
  },
});
