import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FoundLog, findLog, type Log, openLog } from '../../src/audit/index.js';
import { createFiles } from '../../src/platform/files.js';
import type { World } from '../../src/ports/index.js';
import { countingRandom, makeWorld, type Overrides, seededSigner } from '../world.js';

export const projectId = '01JPROJECT0000000000000000';
export const ana = { signer: seededSigner(1), principal: 'ana@example.com' };

/** A World whose disk is real, below a new folder that `remove` takes away; clock, ids and locks are counted. */
export const diskWorld = (overrides: Overrides = {}) => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'autogov-log-'));
  const state = join(folder, 'state');
  const world: World = makeWorld({
    files: createFiles('linux'),
    random: countingRandom(),
    ...overrides,
    machine: { cwd: folder, folders: { state, config: join(folder, 'config'), cache: join(folder, 'cache') } },
  });
  return { world, folder, state, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

export const openTestLog = (world: World): Promise<Log> => openLog(world, { projectId }, ana);

/** Grow a log to that many records, the log-open included. */
export const growTo = async (log: Log, size: number): Promise<void> => {
  for (let index = log.size; index < size; index++) await log.append('check-result', [], { number: index });
};

export const found = (world: World): FoundLog => findLog(world, undefined, projectId);

/** A copy of a log's folder, without its key. */
export const copyOf = (log: Log, to: string): string => {
  cpSync(log.folder, to, { recursive: true });
  return to;
};
