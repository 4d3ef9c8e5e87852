import { randomBytes } from 'node:crypto';
import type { Clock, Random } from '../ports/index.js';

export const createClock = (): Clock => ({
  now: () => new Date(),
  monotonic: () => process.hrtime.bigint(),
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
});

export const createRandom = (): Random => ({ bytes: (count) => new Uint8Array(randomBytes(count)) });
