import { valueAt } from '../../config/index.js';
import { pyprojectPath } from '../facts/facts.js';
import { paths, rule } from '../rule.js';

const at = '/project/license';

export default rule({
  id: 'DOC003',
  severity: 'error',
  since: '0.1.0',
  fact: 'pyproject',
  and: ['tree'],
  what: 'No licence is stated.',
  why: 'Code without a licence may not be used by anybody, and nobody can tell an oversight from a decision; code of the house says LicenseRef-Proprietary.',
  next: 'set license in [project] to an SPDX expression, e.g. license = "LicenseRef-Proprietary"',
  fixable: true,
  pass: [
    { files: { 'pyproject.toml': '[project]\nname = "a"\nlicense = "LicenseRef-Proprietary"\n' } },
    { files: paths('LICENSE') },
    { files: { 'pyproject.toml': '[project]\nname = "a"\nlicense = { file = "COPYING" }\n' } },
  ],
  fail: [{ files: { 'pyproject.toml': '[project]\nname = "a"\n' } }, { files: paths('README.md') }],
  judge: ({ pyproject, tree }) => {
    if (pyproject !== undefined && valueAt(pyproject.value, at) !== undefined) return [];
    if (tree.rootFiles().some((path) => /^(licen[cs]e|copying)([.-].*)?$/i.test(path))) return [];
    if (pyproject === undefined) return [{ path: '.', message: 'no licence is stated', key: 'absent' }];
    const known = valueAt(pyproject.value, '/project') !== undefined;
    return [
      {
        path: pyproject.path,
        ...pyproject.locate(at),
        pointer: at,
        message: 'no licence is stated',
        key: 'absent',
        ...(known ? { edits: [{ op: 'set', path: pyprojectPath, at, value: 'LicenseRef-Proprietary' }] } : {}),
      },
    ];
  },
});
