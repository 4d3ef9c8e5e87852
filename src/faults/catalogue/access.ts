import { faults } from './entry.js';

/** AG42x–AG44x: who may do what. */
export const access = faults({});
