/** One process that appends without end: `writer <state folder> <name> <seed>`; prints each acknowledgement at once. */
import { writeSync } from 'node:fs';
import { openLog } from '../../../src/audit/index.js';
import { createClock, createRandom } from '../../../src/platform/clock.js';
import { createFiles } from '../../../src/platform/files.js';
import { createLocks } from '../../../src/platform/lock.js';
import { makeWorld, seededSigner } from '../../world.js';
import { projectId } from '../logs.js';

const [state = '', name = '', key = '1'] = process.argv.slice(2);
const world = makeWorld({
  files: createFiles('linux'),
  locks: createLocks('linux', state),
  clock: { ...createClock(), advance: () => undefined },
  random: createRandom(),
  machine: { folders: { state, config: state, cache: state } },
});
const log = await openLog(world, { projectId }, { signer: seededSigner(Number(key)), principal: name });
for (let number = 0; ; number++) {
  const { index, id } = await log.append('check-result', [], {
    writer: name,
    number,
    filler: 'x'.repeat(number % 4000),
  });
  writeSync(1, `${index} ${id}\n`);
}
