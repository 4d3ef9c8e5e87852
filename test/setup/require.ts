import { spawnSync } from 'node:child_process';
import { accessSync, appendFileSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join, relative } from 'node:path';
import { expect } from 'vitest';

/** What `AUTOGOV_REQUIRE` can name, comma-separated. */
export type Group = 'toolchain' | 'interop' | 'engines';

/**
 * Whether this machine has a program that a group of tests needs: `describe.runIf(need('go', 'interop'))`. If it hasn't,
 * the summary at the end of the run says so, and where AUTOGOV_REQUIRE names the group the test file fails.
 * @param program name on PATH; `python3` must be 3.11 or newer with venv
 * @throws Error where the group is required
 */
export const need = (program: string, group: Group): boolean => has(lacks(program), group);

/** The same for tests of what only some systems have. */
export const needSystem = (systems: readonly NodeJS.Platform[], group: Group): boolean =>
  has(systems.includes(process.platform) ? undefined : `${process.platform} is not ${systems.join(' or ')}`, group);

/** @param missing what is missing, in words; undefined if nothing is */
const has = (missing: string | undefined, group: Group): boolean => {
  if (missing === undefined) return true;
  if ((process.env['AUTOGOV_REQUIRE'] ?? '').split(',').includes(group)) {
    throw new Error(`AUTOGOV_REQUIRE names ${group}, and this machine lacks what it needs: ${missing}`);
  }
  const notes = process.env['AUTOGOV_TEST_NOTES'];
  const path = expect.getState().testPath ?? '';
  const file = relative(join(import.meta.dirname, '..', '..'), path).replaceAll('\\', '/');
  if (notes !== undefined) appendFileSync(notes, `${JSON.stringify({ group, missing, file })}\n`);
  return false;
};

/** The absolute path of a program on PATH, or undefined. */
export const findProgram = (program: string): string | undefined => {
  const endings = process.platform === 'win32' ? ['.exe', '.com'] : [''];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const ending of endings) {
      const path = join(folder, program + ending);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder; the next one may have it.
      }
    }
  }
  return undefined;
};

const lacks = (program: string): string | undefined => {
  const path = findProgram(program);
  if (path === undefined) return `no ${program} on PATH`;
  if (program !== 'python3') return undefined;
  const script = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
  return spawnSync(path, ['-c', script]).status === 0 ? undefined : 'no python3 of at least 3.11 with venv on PATH';
};
