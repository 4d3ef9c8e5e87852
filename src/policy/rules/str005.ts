import { readIgnores } from '../facts/ignores.js';
import { paths, rule } from '../rule.js';

/** A name that must be ignored, and the line that does it. */
const wanted: readonly (readonly [name: string, line: string])[] = [
  ['.venv', '.venv/'],
  ['__pycache__', '__pycache__/'],
  ['module.pyc', '*.py[cod]'],
  ['.mypy_cache', '.mypy_cache/'],
  ['.pytest_cache', '.pytest_cache/'],
  ['.ruff_cache', '.ruff_cache/'],
  ['.coverage', '.coverage'],
  ['.env', '.env'],
  ['private.pem', '*.pem'],
  ['private.key', '*.key'],
];

export default rule({
  id: 'STR005',
  severity: 'warning',
  since: '0.1.0',
  fact: 'repo',
  what: '.gitignore does not cover virtual environments, caches and secrets.',
  why: 'What is not ignored is committed one day by `git add -A`, and a secret in history is a secret to rotate.',
  next: 'add the lines to .gitignore',
  fixable: true,
  pass: [{ files: { '.gitignore': '.*\n!.github\n__pycache__\n*.py[co]\n*.pem\n/*.key\n' } }],
  fail: [{ files: paths('README.md') }, { files: { '.gitignore': '.venv/\n__pycache__/\n' } }],
  judge: ({ repo }) => {
    const text = repo.text('.gitignore');
    const ignored = readIgnores(text ?? '');
    const missing = wanted.filter(([name]) => !ignored(name)).map(([, line]) => line);
    if (missing.length === 0) return [];
    const named =
      missing.length > 4 ? `${missing.slice(0, 3).join(' ')} and ${missing.length - 3} more` : missing.join(' ');
    return [
      {
        path: text === undefined ? '.' : '.gitignore',
        message: `.gitignore does not cover ${named}`,
        key: 'missing',
        edits: [{ op: 'append', path: '.gitignore', lines: missing }],
      },
    ];
  },
});
