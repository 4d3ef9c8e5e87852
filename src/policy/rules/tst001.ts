import { valueAt } from '../../config/index.js';
import { pyprojectPath } from '../facts/facts.js';
import { iniValue, isOn } from '../facts/ini.js';
import { asTable, asText, asTexts } from '../facts/values.js';
import type { Edit } from '../model.js';
import { notApplicable, rule } from '../rule.js';

const flags = ['--strict-markers', '--strict-config'];

export default rule({
  id: 'TST001',
  severity: 'warning',
  since: '0.1.0',
  fact: 'pyproject',
  and: ['repo'],
  what: 'pytest is not strict.',
  why: 'A misspelt marker or option is otherwise ignored in silence, and a test that was meant to fail passes unseen.',
  next: 'set strict = true in [tool.pytest] (pytest 9), or --strict-markers --strict-config and xfail_strict in [tool.pytest.ini_options]',
  fixable: true,
  pass: [
    { files: { 'pyproject.toml': '[tool.pytest]\nstrict = true\n' } },
    {
      files: {
        'pyproject.toml':
          '[tool.pytest.ini_options]\naddopts = "-ra --strict-markers --strict-config"\nxfail_strict = true\n',
      },
    },
  ],
  fail: [
    { files: { 'pyproject.toml': '[project]\nname = "a"\n' } },
    { files: { 'pyproject.toml': '[tool.pytest]\ntestpaths = ["tests"]\n' } },
    { files: { 'pyproject.toml': '[tool.pytest.ini_options]\naddopts = ["-ra"]\nxfail_strict = true\n' } },
  ],
  judge: ({ pyproject, repo }) => {
    if (pyproject === undefined) return notApplicable('there is no pyproject.toml');
    for (const path of ['pytest.toml', '.pytest.toml', 'pytest.ini', '.pytest.ini']) {
      // pytest takes the first of these before pyproject.toml.
      const text = repo.text(path);
      if (text === undefined) continue;
      const strict = isOn(iniValue(text, 'pytest', 'strict')) || flags.every((flag) => text.includes(flag));
      return strict
        ? []
        : [{ path, message: 'pytest is not strict', key: 'strict', next: `set strict = true in ${path}` }];
    }
    const old = valueAt(pyproject.value, '/tool/pytest/ini_options');
    const native = valueAt(pyproject.value, '/tool/pytest');
    const at = old === undefined ? '/tool/pytest/strict' : '/tool/pytest/ini_options';
    if (old === undefined ? valueAt(pyproject.value, at) === true : isStrict(asTable(old))) return [];
    return [
      {
        path: pyproject.path,
        ...pyproject.locate(at),
        pointer: at,
        message: native === undefined ? 'pytest is not configured' : 'pytest is not strict',
        key: 'strict',
        edits:
          old === undefined && native !== undefined
            ? [{ op: 'set', path: pyprojectPath, at, value: true }]
            : classic(asTable(old)),
      },
    ];
  },
});

type Options = Readonly<Record<string, unknown>>;

const isStrict = (options: Options): boolean => {
  if (options['strict'] === true) return true;
  const given = asText(options['addopts'])?.split(/\s+/) ?? asTexts(options['addopts']);
  return options['xfail_strict'] === true && flags.every((flag) => given.includes(flag));
};

/** The settings that every supported pytest knows. */
const classic = (options: Options): Edit[] => {
  const text = asText(options['addopts']);
  const given = text?.split(/\s+/) ?? asTexts(options['addopts']);
  const missing = flags.filter((flag) => !given.includes(flag));
  const addopts =
    text === undefined ? [...given, ...missing] : [text, ...missing].filter((part) => part !== '').join(' ');
  const base = '/tool/pytest/ini_options';
  const edits: Edit[] = [{ op: 'set', path: pyprojectPath, at: `${base}/xfail_strict`, value: true }];
  return missing.length === 0
    ? edits
    : [{ op: 'set', path: pyprojectPath, at: `${base}/addopts`, value: addopts }, ...edits];
};
