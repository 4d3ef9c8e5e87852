import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { obtainSigner } from '../../src/access/index.js';
import { openLog } from '../../src/audit/index.js';
import { createWorld } from '../../src/platform/index.js';
import type { World } from '../../src/ports/index.js';

/** What a row needs to know of a log. */
export interface LogInput {
  readonly folder: string;
  /** Of the one signer of its records: 32 bytes, base64. */
  readonly publicKey: string;
}

/**
 * A log of that many records, the first one included, in a state folder of its own: each appended as `check` would, so that the bytes are those
 * of a real one. Says where it is in log.json.
 */
export const makeLog = async (folder: string, final: string, records: number): Promise<void> => {
  const real = await createWorld({ json: false, quiet: true, debug: false, color: false, cwd: folder }, undefined);
  const folders = { state: join(folder, 'state'), config: join(folder, 'config'), cache: join(folder, 'cache') };
  const world: World = { ...real, machine: { ...real.machine, home: folder, env: {}, folders } };
  const own = await obtainSigner(world);
  const log = await openLog(world, { projectId: '01JD2WQ4N8V5T6Y7Z8A9BCDEFG', root: folder }, own);
  for (let count = log.size; count < records; count++) {
    await log.append('check-result', [], { number: count, summary: { pass: 60, fail: 0, error: 0 } });
  }
  const publicKey = Buffer.from(own.signer.publicKey).toString('base64');
  const input: LogInput = { folder: log.folder.replace(folder, final), publicKey };
  writeFileSync(join(folder, 'log.json'), JSON.stringify(input));
};
