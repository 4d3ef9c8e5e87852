import type { Clock, Random } from '../ports/index.js';
import { builtin } from './builtin.js';

export const createClock = (): Clock => ({
  now: () => new Date(),
  monotonic: () => process.hrtime.bigint(),
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
});

export const createRandom = (): Random => ({ bytes: (count) => new Uint8Array(builtin.crypto().randomBytes(count)) });
