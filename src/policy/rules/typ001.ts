import { valueAt } from '../../config/index.js';
import { pyprojectPath } from '../facts/facts.js';
import { iniValue, isOn } from '../facts/ini.js';
import { notApplicable, rule } from '../rule.js';

const at = '/tool/mypy/strict';

export default rule({
  id: 'TYP001',
  severity: 'error',
  since: '0.1.0',
  fact: 'pyproject',
  and: ['repo'],
  what: 'mypy is not strict.',
  why: 'A program that fails at three in the morning fails on the type that nobody checked.',
  next: 'set strict = true in [tool.mypy]',
  fixable: true,
  pass: [
    { files: { 'pyproject.toml': '[tool.mypy]\nstrict = true\n' } },
    { files: { 'pyproject.toml': '', 'mypy.ini': '[mypy]\nstrict = True\n' } },
  ],
  fail: [
    { files: { 'pyproject.toml': '[project]\nname = "a"\n' } },
    { files: { 'pyproject.toml': '[tool.mypy]\nstrict = false # later\n' } },
    { files: { 'pyproject.toml': '[tool.mypy]\nstrict = true\n', 'mypy.ini': '[mypy]\nwarn_unused_ignores = True\n' } },
  ],
  judge: ({ pyproject, repo }) => {
    // mypy reads the first of these that exists and no other.
    for (const path of ['mypy.ini', '.mypy.ini']) {
      const text = repo.text(path);
      if (text === undefined) continue;
      return isOn(iniValue(text, 'mypy', 'strict'))
        ? []
        : [{ path, message: 'mypy is not strict', key: 'strict', next: `set strict = True in [mypy] of ${path}` }];
    }
    if (pyproject === undefined) return notApplicable('there is no pyproject.toml');
    if (valueAt(pyproject.value, at) === true) return [];
    return [
      {
        path: pyproject.path,
        ...pyproject.locate(at),
        pointer: at,
        message: valueAt(pyproject.value, '/tool/mypy') === undefined ? 'mypy is not configured' : 'mypy is not strict',
        key: 'strict',
        edits: [{ op: 'set', path: pyprojectPath, at, value: true }],
      },
    ];
  },
});
