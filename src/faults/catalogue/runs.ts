import { faults } from './entry.js';

/** AG31x–AG34x: manifest and execution. */
export const runs = faults({});
