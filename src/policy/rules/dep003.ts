import { valueAt } from '../../config/index.js';
import { pyprojectPath } from '../facts/facts.js';
import { asText } from '../facts/values.js';
import { notApplicable, rule } from '../rule.js';

const at = '/project/requires-python';

export default rule({
  id: 'DEP003',
  severity: 'warning',
  since: '0.1.0',
  fact: 'pyproject',
  what: 'requires-python is missing, or has an upper bound.',
  why: 'Without it installers pick any Python; with an upper bound a resolver steps back to an older release of the project instead of saying what is wrong.',
  next: 'set requires-python to the oldest version that is tested, e.g. ">=3.11"',
  fixable: true,
  pass: [{ files: { 'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.11"\n' } }],
  fail: [
    { files: { 'pyproject.toml': '[project]\nname = "a"\n' } },
    { files: { 'pyproject.toml': '[project]\nrequires-python = ">=3.11,<4"\n' } },
    { files: { 'pyproject.toml': '[project]\nrequires-python = "~=3.12"\n' } },
  ],
  judge: ({ pyproject }) => {
    if (pyproject === undefined || valueAt(pyproject.value, '/project') === undefined)
      return notApplicable('there is no [project]');
    const value = valueAt(pyproject.value, at);
    const clauses = (asText(value) ?? '').split(',').map((clause) => clause.trim());
    const capped = clauses.filter((clause) => /^(<|==|~=)/.test(clause));
    if (value !== undefined && capped.length === 0) return [];
    const floor = clauses.filter((clause) => clause.startsWith('>')).join(',');
    const wanted = floor === '' ? oldest(clauses) : floor;
    const message =
      value === undefined ? 'requires-python is not set' : `requires-python has an upper bound: ${capped.join(',')}`;
    return [
      {
        path: pyproject.path,
        ...pyproject.locate(at),
        pointer: at,
        message,
        key: 'requires-python',
        edits: [{ op: 'set', path: pyprojectPath, at, value: wanted }],
      },
    ];
  },
});

const oldest = (clauses: readonly string[]): string => {
  const found = /^(?:==|~=)\s*(3\.\d{1,2})/.exec(clauses.find((clause) => /^(==|~=)/.test(clause)) ?? '');
  return `>=${found?.[1] ?? '3.11'}`;
};
