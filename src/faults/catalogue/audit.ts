import { faults } from './entry.js';

/** AG40x–AG41x (AG401 tampered, AG410 locked key): the log, its records and its keys. */
export const audit = faults({});
