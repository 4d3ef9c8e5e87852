import { valueAt } from '../../config/index.js';
import { packagesOf } from '../facts/packages.js';
import { asText } from '../facts/values.js';
import { notApplicable, paths, rule } from '../rule.js';

const at = '/project/name';

export default rule({
  id: 'NAM002',
  severity: 'error',
  since: '0.1.0',
  fact: 'pyproject',
  and: ['tree'],
  what: 'No package has the normalised name of the project.',
  why: 'Who reads the name of a distribution expects to import it by that name; build backends look for it there too.',
  next: 'rename the package folder or the project, so that both are the same word',
  pass: [
    { files: { 'pyproject.toml': '[project]\nname = "invoice-import"\n', ...paths('src/invoice_import/__init__.py') } },
    { files: { 'pyproject.toml': '[project]\nname = "Rates"\n', ...paths('rates/__init__.py') } },
  ],
  fail: [{ files: { 'pyproject.toml': '[project]\nname = "invoice-import"\n', ...paths('src/invoices/__init__.py') } }],
  judge: ({ pyproject, tree }) => {
    const name = pyproject === undefined ? undefined : asText(valueAt(pyproject.value, at));
    if (pyproject === undefined || name === undefined) return notApplicable('pyproject.toml names no project');
    const packages = packagesOf(tree);
    if (packages.length === 0) return notApplicable('there is no package');
    const expected = name.toLowerCase().replace(/[-_.]+/g, '_');
    if (packages.some((each) => each.name === expected)) return [];
    const found = packages.map((each) => each.path).join(', ');
    const message = `project ${name} has no package ${expected}; there is ${found}`;
    return [{ path: pyproject.path, ...pyproject.locate(at), pointer: at, message, key: name }];
  },
});
