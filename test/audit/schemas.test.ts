import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { readRecord, readRecords, verifyLog } from '../../src/audit/index.js';
import { recordData, recordsData } from '../../src/commands/audit-text.js';
import { makeWorld, memoryFiles, packageFile } from '../world.js';
import { found, growTo, openTestLog } from './logs.js';

const errorsOf = (path: string, data: unknown): unknown => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
  ajv.addFormat('date-time', true);
  const validate = ajv.compile(JSON.parse(packageFile(`schemas/${path}.schema.json`)));
  return validate(JSON.parse(JSON.stringify(data))) ? [] : validate.errors;
};

test('what is written and printed is what the schemas say', async () => {
  const files = memoryFiles();
  const world = makeWorld({ files });
  const other = makeWorld({ files, machine: { host: 'host-2' } });
  await growTo(await openTestLog(world), 3);
  const log = found(world);
  const opening = readRecord(files, log, '0');
  expect(errorsOf('predicates/log-open', opening.record.statement.predicate)).toEqual([]);
  expect(errorsOf('commands/audit-log', recordsData(log, readRecords(files, log, {}, 2)))).toEqual([]);
  expect(errorsOf('commands/audit-log', { log: { id: log.id }, vkey: log.vkey })).toEqual([]);
  expect(errorsOf('commands/audit-show', recordData(log, opening))).toEqual([]);
  expect(errorsOf('commands/audit-verify', verifyLog(files, log))).toEqual([]);

  const second = await openTestLog({ ...other, random: { bytes: (count) => new Uint8Array(count).fill(7) } });
  const next = readRecord(files, found(other), '0');
  expect(second.id).not.toBe(log.id);
  expect(next.record.statement.predicate['previousLog']).toMatchObject({ id: log.id });
  expect(errorsOf('predicates/log-open', next.record.statement.predicate)).toEqual([]);
});
