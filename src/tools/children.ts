import { posix, win32 } from 'node:path';
import { Fault } from '../faults/index.js';
import type { Completed, World } from '../ports/index.js';

/** Variables that would change what a tool loads or says; whoever judges must not depend on them. */
const stripped =
  /^(PYTHON|LD_|DYLD_|BUN_|GIT_|COVERAGE_|COV_|PYTEST_|MYPY|RUFF_|AUTOGOV_|CONDA_|NODE_OPTIONS$|VIRTUAL_ENV|COLUMNS$|LINES$|FORCE_COLOR$|CLICOLOR|PY_COLORS$|UV_FROZEN$|UV_LOCKED$|UV_NO_SYNC$|UV_PROJECT$|UV_WORKING_DIR|UV_NO_DEV$|UV_PYTHON$)/i;

/**
 * The environment of a tool: the user's own without what would change its loader, interpreter, options or colours, and without
 * autogov's own variables, which may name a signing key. Proxies, certificates, PIP_* and UV_* index settings stay.
 */
export const toolEnvironment = (
  world: World,
  extra: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(world.machine.env)) {
    if (value !== undefined && !stripped.test(name)) env[name] = value;
  }
  return { ...env, NO_COLOR: '1', ...extra };
};

const utf8 = new TextDecoder();

/** What a child wrote, as text; invalid UTF-8 becomes U+FFFD. */
export const textOf = (bytes: Uint8Array): string => utf8.decode(bytes);

/** The last line that says something, for a reason; credentials inside of addresses are left out. */
export const lastLine = (text: string): string => withoutCredentials(text.trim().split(/\r?\n/).at(-1)?.trim() ?? '');

export const withoutCredentials = (text: string): string => text.replace(/(\w:\/\/)[^/@\s]*@/g, '$1');

/** How a child ended without an exit code that means something, as the reason of a fault. */
export const howItEnded = (done: Completed): string => {
  if (done.failure !== undefined) return `it could not be started (${done.failure})`;
  if (done.signal !== undefined) return `ended by ${done.signal}`;
  const last = lastLine(textOf(done.stderr)) || lastLine(textOf(done.stdout));
  return `exit ${done.code}${last === '' ? '' : `: ${last.slice(0, 300)}`}`;
};

/** Minutes or seconds, for people. */
export const limitText = (milliseconds: number): string =>
  milliseconds >= 120_000
    ? `${Math.round(milliseconds / 60_000)} minutes`
    : `${Math.round(milliseconds / 1000)} seconds`;

/** @throws Fault AG235 if the time limit ended it, AG234 if its output was cut off, AG233 if it never started or a signal ended it */
export const mustHaveEnded = (done: Completed, tool: string, command: string, limit: number): void => {
  if (done.timedOut) throw new Fault('AG235', { tool, command, limit: limitText(limit) });
  if (done.truncated) throw new Fault('AG234', { tool, command, reason: 'its output is larger than autogov reads' });
  if (done.code === undefined) throw new Fault('AG233', { tool, command, reason: howItEnded(done) });
};

/** PATH for a shim of a version manager, which looks for the interpreter there itself: nothing relative, nothing inside `outside`. */
export const pathOutside = (world: World, outside: string | undefined): Readonly<Record<string, string>> => {
  const { env, platform } = world.machine;
  const path = platform === 'win32' ? win32 : posix;
  const name = Object.keys(env).find((each) => each.toUpperCase() === 'PATH');
  if (name === undefined || outside === undefined) return {};
  const realOf = (folder: string): string => world.files.real(folder) ?? folder;
  const root = realOf(outside);
  const isInside = (folder: string): boolean => folder === root || folder.startsWith(root + path.sep);
  const folders = (env[name] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return { [name]: folders.filter((folder) => !isInside(realOf(folder))).join(path.delimiter) };
};
