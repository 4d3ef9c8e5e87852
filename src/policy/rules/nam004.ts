import { endsWith, startsWith } from '../facts/names.js';
import type { Offence } from '../model.js';
import { notApplicable, paths, rule } from '../rule.js';

const looksLikeTest = /^(tests?|tests_.*|test[A-Z0-9-].*|.*[_-]tests?|.*Tests?)$/;

export default rule({
  id: 'NAM004',
  severity: 'warning',
  since: '0.1.0',
  fact: 'tree',
  what: 'A file of tests is not named test_*.py.',
  why: 'pytest does not collect a file by any other name (but *_test.py), so its tests pass by never being run.',
  next: 'git mv it to the name shown',
  pass: [
    { files: paths('tests/unit/test_parse.py', 'tests/conftest.py', 'tests/helpers.py', 'src/invoices/latest.py') },
  ],
  fail: [
    { files: paths('tests/parse_tests.py') },
    { files: paths('tests/unit/ParseTest.py') },
    { files: paths('tests/test-parse.py') },
  ],
  judge: ({ tree }) => {
    const found: Offence[] = [];
    let modules = 0;
    tree.visit((start, end, name) => {
      if (!startsWith(tree.bytes, start, 'test') || !endsWith(tree.bytes, end, '.py')) return;
      const path = tree.text(start, end);
      if (!/^tests?\//.test(path)) return;
      modules += 1;
      const stem = tree.text(name, end - 3);
      if (stem.startsWith('test_') || !looksLikeTest.test(stem)) return;
      found.push({ path, message: `tests are not in test_*.py: ${stem}.py → ${toTest(stem)}.py`, key: stem });
    });
    return modules === 0 ? notApplicable('there is no tests folder') : found;
  },
});

const toTest = (stem: string): string => {
  const words = stem
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'test' && word !== 'tests');
  return ['test', ...(words.length === 0 ? ['all'] : words)].join('_');
};
