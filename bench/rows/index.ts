import type { Row } from '../row.js';
import { check, checkAgain } from './check.js';
import { nextVersion } from './next-version.js';
import { run } from './run.js';
import { scaffold } from './scaffold.js';
import { start } from './start.js';
import { verify } from './verify.js';

export const rows: readonly Row[] = [start, check, checkAgain, scaffold, run, nextVersion, verify];
