import { packagesOf } from '../facts/packages.js';
import { notApplicable, paths, rule } from '../rule.js';

export default rule({
  id: 'STR004',
  severity: 'warning',
  since: '0.1.0',
  fact: 'tree',
  what: 'A package has no py.typed.',
  why: 'Without the marker of PEP 561 a type checker ignores the annotations of an installed package, tests included.',
  next: 'add an empty file py.typed to the package',
  fixable: true,
  pass: [{ files: paths('src/invoices/__init__.py', 'src/invoices/py.typed') }],
  fail: [{ files: paths('src/invoices/__init__.py') }],
  judge: ({ tree }) => {
    const packages = packagesOf(tree);
    if (packages.length === 0) return notApplicable('there is no package');
    return packages
      .filter(({ path }) => !tree.has(`${path}/py.typed`))
      .map(({ path, name }) => ({
        path,
        message: `package ${name} has no py.typed`,
        key: name,
        edits: [{ op: 'create' as const, path: `${path}/py.typed`, content: '' }],
      }));
  },
});
