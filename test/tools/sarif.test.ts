import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { Fault } from '../../src/faults/index.js';
import { type CheckReport, renderReport } from '../../src/policy/index.js';
import { toFinding } from '../../src/tools/findings.js';
import { fromFault } from '../../src/tools/outcomes.js';
import { makeWorld } from '../world.js';
import { sarifLog } from './sarif-facts.js';

const ajv = new Ajv2020({ strict: true, allErrors: true, strictTypes: false });
for (const format of ['uri', 'uri-reference'])
  ajv.addFormat(format, (text: string) => URL.canParse(text, 'file:///r/'));
const validate = ajv.compile(sarifLog);

const remark = { tool: 'mypy', why: 'w', next: 'n', message: 'm' };
const findings = [
  toFinding('/r', { ...remark, file: 'src/a b.py', line: 3, column: 0, code: 'union-attr' }),
  toFinding('/r', { ...remark, file: 'src/a.py', line: 9, column: 4, endLine: 9, endColumn: 4 }),
  toFinding('/r', {
    ...remark,
    tool: 'ruff',
    file: 'a\nb.py',
    line: 2,
    column: 3,
    endLine: 1,
    endColumn: 0,
    severity: 'info',
  }),
  toFinding('/r', { ...remark, file: '/usr/lib/x.pyi', severity: 'warning' }),
  { ...toFinding('/r', { ...remark, file: 'x.py' }), status: 'waived' as const, until: '2027-01-01' },
  { ...toFinding('/r', { ...remark, file: 'y.py' }), status: 'baselined' as const },
  ...fromFault('pytest', 'w', '9.2.0', new Fault('AG230', { tool: 'pytest', mend: 'uv sync --locked' })).findings,
];
const report: CheckReport = {
  policy: { name: 'recommended@1', own: 0, rules: 1, digest: '0'.repeat(64), elapsed: 1 },
  summary: { pass: 1, fail: 1, notApplicable: 0, waived: 1, baselined: 1, error: 1 },
  findings,
  rules: [],
  tools: [],
  notInProfile: [],
  exit: 3,
};

test('findings of tools are SARIF 2.1.0, those without a verdict too', async () => {
  const log = JSON.parse(await renderReport(makeWorld(), report, 'sarif'));
  expect(validate(log) ? [] : validate.errors).toEqual([]);
  expect(log.runs[0].results).toHaveLength(findings.length);
  expect(log.runs[0].invocations[0].executionSuccessful).toBe(false);
});

test.each([
  ['a misspelt property', (log: { runs: object[] }) => Object.assign(log.runs[0] ?? {}, { result: [] })],
  ['another version', (log: object) => Object.assign(log, { version: '2.0.0' })],
])('%s would be found', async (_, spoil) => {
  const log = JSON.parse(await renderReport(makeWorld(), report, 'sarif'));
  spoil(log);
  expect(validate(log)).toBe(false);
});
