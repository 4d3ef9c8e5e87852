import { faults } from './entry.js';

/** AG7xx: the policy and the tools behind check. */
export const policy = faults({});
