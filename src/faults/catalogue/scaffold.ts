import { faults } from './entry.js';

/** AG5xx: templates, init. */
export const scaffold = faults({});
