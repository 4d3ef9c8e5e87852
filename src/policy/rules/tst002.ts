import { valueAt } from '../../config/index.js';
import { pyprojectPath } from '../facts/facts.js';
import { iniValue } from '../facts/ini.js';
import { asText, asTexts } from '../facts/values.js';
import { notApplicable, rule } from '../rule.js';

const at = '/tool/coverage/report/fail_under';

export default rule({
  id: 'TST002',
  severity: 'warning',
  since: '0.1.0',
  fact: 'pyproject',
  and: ['repo'],
  what: 'There is no threshold of test coverage.',
  why: 'Coverage that nothing demands shrinks by one untested change at a time.',
  next: 'set fail_under in [tool.coverage.report] to what the tests cover now',
  fixable: true,
  pass: [
    { files: { 'pyproject.toml': '[tool.coverage.report]\nfail_under = 90\n' } },
    { files: { 'pyproject.toml': '[tool.pytest]\naddopts = ["--cov-fail-under=85"]\n' } },
    { files: { 'pyproject.toml': '', '.coveragerc': '[report]\nfail_under = 80\n' } },
  ],
  fail: [
    { files: { 'pyproject.toml': '[project]\nname = "a"\n' } },
    { files: { 'pyproject.toml': '[tool.coverage.report]\nfail_under = 0\n' } },
  ],
  judge: ({ pyproject, repo }) => {
    if (pyproject === undefined) return notApplicable('there is no pyproject.toml');
    const threshold = valueAt(pyproject.value, at);
    if (typeof threshold === 'number' && threshold > 0) return [];
    const options = ['/tool/pytest/addopts', '/tool/pytest/ini_options/addopts'].flatMap((pointer) => {
      const value = valueAt(pyproject.value, pointer);
      return [asText(value) ?? '', ...asTexts(value)];
    });
    if (options.some((option) => /--cov-fail-under[= ][1-9]/.test(option))) return [];
    if (Number(iniValue(repo.text('.coveragerc') ?? '', 'report', 'fail_under')) > 0) return [];
    return [
      {
        path: pyproject.path,
        ...pyproject.locate(at),
        pointer: at,
        message: 'no test coverage is demanded (fail_under)',
        key: 'fail_under',
        edits: [{ op: 'set', path: pyprojectPath, at, value: 80 }],
      },
    ];
  },
});
