import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** One of the two builds of the same code, as a command line to start it with. */
export interface BuildUnderTest {
  readonly name: 'node' | 'executable';
  readonly command: readonly [string, ...string[]];
}

/** Both builds; a test of what a user sees runs on each. */
export const builds: readonly BuildUnderTest[] = [
  { name: 'node', command: [process.execPath, join(root, 'bin', 'autogov.js')] },
  { name: 'executable', command: [join(root, 'build', process.platform === 'win32' ? 'autogov.exe' : 'autogov')] },
];
