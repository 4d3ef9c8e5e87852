import { findPackages } from '../facts/packages.js';
import { notApplicable, paths, rule } from '../rule.js';

export default rule({
  id: 'STR002',
  severity: 'warning',
  since: '0.1.0',
  fact: 'tree',
  what: 'A package stands at the root of the repository instead of under src.',
  why: 'From the root a package is importable without being installed, so tests pass on files that the built package does not contain.',
  next: 'git mv it into src/ and let the build backend find it there',
  pass: [{ files: paths('src/invoices/__init__.py', 'tests/__init__.py') }],
  fail: [{ files: paths('invoices/__init__.py') }],
  judge: ({ tree }) => {
    const { flat } = findPackages(tree);
    if (flat.length === 0 && !tree.hasFolder('src')) return notApplicable('there is no package');
    return flat.map(({ path }) => ({
      path,
      message: `package ${path} is not under src: ${path} → src/${path}`,
      key: path,
    }));
  },
});
