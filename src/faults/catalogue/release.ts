import { faults } from './entry.js';

/** AG6xx: versions, plans, tags, pushes. */
export const release = faults({});
