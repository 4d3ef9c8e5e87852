import { valueAt } from '../../config/index.js';
import { pyprojectPath } from '../facts/facts.js';
import { asTable, asText } from '../facts/values.js';
import { paths, rule } from '../rule.js';

const at = '/build-system';
const builder = { requires: ['uv_build>=0.13.6,<0.14'], 'build-backend': 'uv_build' };

export default rule({
  id: 'STR001',
  severity: 'error',
  since: '0.1.0',
  fact: 'pyproject',
  and: ['tree'],
  what: 'There is no pyproject.toml with a build system.',
  why: 'Without one, installers fall back to setup.py, which is code that runs at installation, and the same sources build differently on two machines.',
  next: 'add [project] and [build-system] to pyproject.toml: uv init --package writes both',
  fixable: true,
  pass: [
    {
      files: {
        'pyproject.toml':
          '[project]\nname = "a"\n\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n',
      },
    },
  ],
  fail: [
    { files: paths('setup.py') },
    { files: { 'pyproject.toml': '[project]\nname = "a"\n' } },
    { files: { 'pyproject.toml': '[build-system]\nrequires = ["hatchling"]\n' } },
  ],
  judge: ({ pyproject }) => {
    if (pyproject === undefined) return [{ path: '.', message: 'there is no pyproject.toml', key: 'absent' }];
    const system = valueAt(pyproject.value, at);
    const place = { path: pyproject.path, ...pyproject.locate(at), pointer: at };
    if (system === undefined) {
      const edits = Object.entries(builder).map(([key, value]) => ({
        op: 'set' as const,
        path: pyprojectPath,
        at: `${at}/${key}`,
        value,
      }));
      return [{ ...place, message: 'pyproject.toml has no [build-system]', key: 'none', edits }];
    }
    if (asText(asTable(system)['build-backend']) !== undefined) return [];
    return [{ ...place, message: '[build-system] names no build-backend', key: 'backend' }];
  },
});
