/** One process that takes a lock: `holder <folder> <name> <wait>`; prints `held` or `busy`, and holds until it is killed. */
import { writeSync } from 'node:fs';
import { createLocks } from '../../../src/platform/lock.js';

const [folder = '', name = '', wait = '0'] = process.argv.slice(2);
const release = await createLocks('linux', folder).take(name, Number(wait));
writeSync(1, release === undefined ? 'busy\n' : 'held\n');
if (release !== undefined) setInterval(() => undefined, 60_000);
