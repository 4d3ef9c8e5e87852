import { posix, win32 } from 'node:path';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';

/** What a child may see of the caller's environment: where things are, how to speak, which proxy; nothing that changes what code runs. */
const passed = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TERM',
  'COLORTERM',
  'NO_COLOR',
  'FORCE_COLOR',
  'TMPDIR',
  'TMP',
  'TEMP',
  'CI',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
]);
const passedOnWindows = new Set([
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'USERNAME',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
]);

/** Names that decide which code runs; not even the manifest can pass them. */
const neverPassed = /^(PYTHON|LD_|DYLD_|BUN_|NODE_|AUTOGOV_|VIRTUAL_ENV$|SSH_AUTH_SOCK$|BASH_ENV$|ENV$|PATH$)/i;

export interface ChildEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Values of the named secrets that are set, and credentials found in passed variables. */
  readonly secrets: readonly string[];
  /** Names of secrets that are not set. */
  readonly missing: readonly string[];
  /** Names of all variables that came from outside. */
  readonly names: readonly string[];
}

export interface EnvironmentRequest {
  /** Names of variables whose values must not be seen. */
  readonly secrets: readonly string[];
  /** Names of other variables that the automation gets. */
  readonly extra: readonly string[];
  /** The folder of the locked environment, absolute, if there is one. */
  readonly venv: string | undefined;
  /** Set by autogov, e.g. AUTOGOV_RUN_ID. */
  readonly own: Readonly<Record<string, string>>;
}

/**
 * The whole environment of a run: an allowlist, the named secrets, and autogov's own variables. PYTHON*, LD_* and the
 * agent's socket never come through: they would change what runs, or let it sign.
 * @throws Fault AG317 (usage) if the manifest names a variable that can never be passed
 */
export const childEnvironment = (world: World, request: EnvironmentRequest): ChildEnvironment => {
  const { env: outside, platform } = world.machine;
  const windows = platform === 'win32';
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(outside)) {
    if (value === undefined) continue;
    const upper = name.toUpperCase();
    const allowed = passed.has(upper) || /^LC_[A-Z]+$/.test(name) || (windows && passedOnWindows.has(upper));
    if (allowed) env[name] = value;
  }
  const secrets: string[] = [];
  const missing: string[] = [];
  for (const name of [...request.secrets, ...request.extra]) {
    if (neverPassed.test(name)) throw new Fault('AG322', { path: 'automation.yaml', name });
    const value = outside[name];
    const secret = request.secrets.includes(name);
    if (value !== undefined) env[name] = value;
    if (secret && value !== undefined && value !== '') secrets.push(value);
    if (secret && (value === undefined || value === '')) missing.push(name);
  }
  const names = Object.keys(env).sort();
  for (const value of Object.values(env)) {
    const password = /:\/\/[^\s:@/]*:([^\s@/]+)@/.exec(value)?.[1];
    if (password !== undefined) secrets.push(password, decodeSafely(password));
  }
  if (request.venv !== undefined) {
    const path = windows ? win32 : posix;
    const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
    env['VIRTUAL_ENV'] = request.venv;
    env[key] = [venvPrograms(platform, request.venv), env[key]].filter(Boolean).join(path.delimiter);
  }
  return {
    // Live output needs an unbuffered child; the user's own site-packages are no part of the locked environment.
    env: { ...env, PYTHONUNBUFFERED: '1', PYTHONNOUSERSITE: '1', ...request.own },
    secrets,
    missing,
    names,
  };
};

const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Where a virtual environment keeps its interpreter and its scripts. */
export const venvPrograms = (platform: World['machine']['platform'], venv: string): string =>
  platform === 'win32' ? win32.join(venv, 'Scripts') : posix.join(venv, 'bin');
