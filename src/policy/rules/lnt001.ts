import { joinPointer, pointerTokens, valueAt } from '../../config/index.js';
import { pyprojectPath } from '../facts/facts.js';
import { leastPython } from '../facts/python.js';
import { asText } from '../facts/values.js';
import { notApplicable, rule } from '../rule.js';

export default rule({
  id: 'LNT001',
  severity: 'error',
  since: '0.1.0',
  fact: 'ruff',
  and: ['pyproject'],
  what: 'ruff is not configured, or has no target version.',
  why: 'Without a configuration every machine lints by the defaults of its own version; without a target version ruff offers syntax that the supported Python does not have.',
  next: 'set target-version in [tool.ruff], e.g. target-version = "py311"',
  fixable: true,
  pass: [
    { files: { 'pyproject.toml': '[tool.ruff]\ntarget-version = "py311"\n' } },
    { files: { 'pyproject.toml': '[project]\nrequires-python = ">=3.11"\n\n[tool.ruff.lint]\nselect = ["E"]\n' } },
    { files: { 'pyproject.toml': '', 'ruff.toml': 'target-version = "py311"\n' } },
  ],
  fail: [
    { files: { 'pyproject.toml': '[project]\nname = "a"\nrequires-python = ">=3.12"\n' } },
    { files: { 'pyproject.toml': '[tool.ruff]\nline-length = 100\n' } },
  ],
  judge: ({ ruff, pyproject }) => {
    if (pyproject === undefined) return notApplicable('there is no pyproject.toml');
    const requires = asText(valueAt(pyproject.value, '/project/requires-python'));
    const document = ruff?.document ?? pyproject;
    const at = joinPointer([...pointerTokens(ruff?.at ?? '/tool/ruff'), 'target-version']);
    // ruff takes the version from requires-python of the same project where target-version is absent.
    if (ruff !== undefined && (requires !== undefined || valueAt(document.value, at) !== undefined)) return [];
    const value = leastPython(requires) ?? 'py311';
    return [
      {
        path: document.path,
        ...document.locate(at),
        pointer: at,
        message:
          ruff === undefined
            ? 'ruff is not configured'
            : 'ruff has no target-version, and the project no requires-python',
        key: 'target-version',
        edits: [{ op: 'set', path: ruff === undefined ? pyprojectPath : document.path, at, value }],
      },
    ];
  },
});
