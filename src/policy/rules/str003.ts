import { endsWith, startsWith } from '../facts/names.js';
import { packagesOf } from '../facts/packages.js';
import { notApplicable, paths, rule } from '../rule.js';

export default rule({
  id: 'STR003',
  severity: 'error',
  since: '0.1.0',
  fact: 'tree',
  what: 'There is no test that pytest collects.',
  why: 'A change that nothing tests is tried out in production, by a machine, at night.',
  next: 'add tests/test_<what>.py with a function test_<case>',
  fixable: true,
  pass: [{ files: paths('src/invoices/__init__.py', 'tests/unit/test_parse.py') }],
  fail: [{ files: paths('src/invoices/__init__.py', 'tests/conftest.py') }],
  judge: ({ tree }) => {
    let modules = 0;
    let tests = 0;
    tree.visit((_, end, name) => {
      if (!endsWith(tree.bytes, end, '.py')) return;
      modules += 1;
      if (startsWith(tree.bytes, name, 'test_') || endsWith(tree.bytes, end, '_test.py')) tests += 1;
    });
    if (modules === 0) return notApplicable('there is no Python module');
    if (tests > 0) return [];
    const first = packagesOf(tree)[0];
    const edits =
      first === undefined
        ? []
        : [{ op: 'create' as const, path: 'tests/test_import.py', content: smokeTest(first.name) }];
    return [
      { path: tree.hasFolder('tests') ? 'tests' : '.', message: 'no file is named test_*.py', key: 'none', edits },
    ];
  },
});

const smokeTest = (name: string): string => `import importlib


def test_package_can_be_imported() -> None:
    assert importlib.import_module("${name}").__name__ == "${name}"
`;
