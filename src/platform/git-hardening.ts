/**
 * What git would execute or fetch because a configuration says so. Where the repository itself says it (scope local or worktree,
 * with everything that these files include), the key is blanked for our call; what the user's own or the system's configuration says, stays.
 */

/** One entry of `git config --list --show-scope --show-origin -z`. */
export interface GitSetting {
  readonly scope: string;
  readonly key: string;
  readonly value: string;
}

/** Scope, origin and `key\nvalue` take turns, each ended by NUL; a key without a value has no line feed. */
export const parseGitSettings = (output: string): GitSetting[] => {
  const parts = output.split('\0');
  const settings: GitSetting[] = [];
  for (let i = 0; i + 2 < parts.length; i += 3) {
    const entry = parts[i + 2] ?? '';
    const at = entry.indexOf('\n');
    settings.push({
      scope: parts[i] ?? '',
      key: at < 0 ? entry : entry.slice(0, at),
      value: at < 0 ? 'true' : entry.slice(at + 1),
    });
  }
  return settings;
};

/** Lower-case section and name of keys whose value is a program, a hook folder, or leads to one; subsection between them. */
const executable: readonly RegExp[] = [
  /^filter\..*\.(clean|smudge|process)$/i,
  /^diff\..*\.(command|textconv)$/i,
  /^diff\.external$/i,
  /^merge\..*\.driver$/i,
  /^mergetool\..*\.(cmd|path)$/i,
  /^difftool\..*\.(cmd|path)$/i,
  /^gpg\.program$/i,
  /^gpg\..*\.(program|defaultkeycommand)$/i,
  /^credential(\..*)?\.helper$/i,
  /^core\.(sshcommand|hookspath|fsmonitor|editor|pager|askpass|gitproxy|alternaterefscommand)$/i,
  /^sequence\.editor$/i,
  /^alias\..*$/i,
  /^remote\..*\.(uploadpack|receivepack|vcs|proxy)$/i,
  /^uploadpack\.packobjectshook$/i,
  /^transfer\.credentialsinurl$/i,
  /^pager\..*$/i,
  /^interactive\.difffilter$/i,
  /^sendemail\..*(cmd|smtpserver)$/i,
  /^submodule\..*\.update$/i,
  /^trailer\..*\.(command|cmd)$/i,
  /^url\..*\.(insteadof|pushinsteadof)$/i,
  /^http\..*\.?(proxy|sslcert|sslkey|cookiefile)$/i,
  /^init\.templatedir$/i,
  /^hook\..*\.command$/i,
  /^tar\..*\.command$/i,
];

/** Keys for which an empty value is not "off" and what is said instead. */
const offValue = (key: string): string => {
  if (/^core\.fsmonitor$/i.test(key)) return 'false';
  if (/^core\.hookspath$/i.test(key)) return '/dev/null';
  if (/^remote\..*\.uploadpack$/i.test(key)) return 'git-upload-pack';
  if (/^remote\..*\.receivepack$/i.test(key)) return 'git-receive-pack';
  if (/^core\.sshcommand$/i.test(key)) return 'ssh';
  if (/^submodule\..*\.update$/i.test(key)) return 'none';
  if (/^gpg\.program$/i.test(key)) return 'gpg';
  if (/^gpg\.(openpgp)\.program$/i.test(key)) return 'gpg';
  if (/^gpg\.x509\.program$/i.test(key)) return 'gpgsm';
  if (/^gpg\.ssh\.program$/i.test(key)) return 'ssh-keygen';
  return '';
};

/**
 * Settings that make the repository's own executable configuration harmless.
 * @returns pairs in the order in which git must see them; later ones win
 */
export const blankedSettings = (settings: readonly GitSetting[]): [string, string][] => {
  const blanked: [string, string][] = [];
  const done = new Set<string>();
  for (const { scope, key } of settings) {
    if (scope !== 'local' && scope !== 'worktree') continue;
    if (done.has(key) || !executable.some((pattern) => pattern.test(key))) continue;
    done.add(key);
    blanked.push([key, offValue(key)]);
    const filter = /^(filter\..*)\.(clean|smudge|process)$/i.exec(key);
    if (filter?.[1] !== undefined) blanked.push([`${filter[1]}.required`, 'false']);
  }
  return blanked;
};

/** Said on every call, whatever the repository says. */
export const alwaysSettings: readonly [string, string][] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.quotePath', 'false'],
  ['safe.bareRepository', 'explicit'],
  ['protocol.ext.allow', 'never'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['log.showSignature', 'false'],
  ['color.ui', 'false'],
  // A submodule has a configuration of its own, which nothing here has read.
  ['submodule.recurse', 'false'],
  ['push.recurseSubmodules', 'no'],
];

/** Variables that git is given on every call; GIT_* from outside is dropped but for what says who commits. */
export const gitEnvironment = (env: Readonly<Record<string, string | undefined>>): Record<string, string> => {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    if (/^(GIT_|LD_|DYLD_|BUN_|NODE_OPTIONS)/.test(name) && !allowedGit.test(name)) continue;
    clean[name] = value;
  }
  return {
    ...clean,
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_PAGER: 'cat',
    LC_ALL: 'C.UTF-8',
  };
};

const allowedGit =
  /^GIT_(AUTHOR_(NAME|EMAIL|DATE)|COMMITTER_(NAME|EMAIL|DATE)|CONFIG_NOSYSTEM|CONFIG_GLOBAL|CONFIG_SYSTEM|SSH|SSH_COMMAND|ASKPASS|SSL_CAINFO|SSL_NO_VERIFY|EXEC_PATH)$/;

/** `-c` pairs by environment (GIT_CONFIG_COUNT): values may hold anything, and they don't show in the process list. */
export const settingsEnvironment = (settings: readonly (readonly [string, string])[]): Record<string, string> => {
  const env: Record<string, string> = { GIT_CONFIG_COUNT: String(settings.length) };
  settings.forEach(([key, value], i) => {
    env[`GIT_CONFIG_KEY_${i}`] = key;
    env[`GIT_CONFIG_VALUE_${i}`] = value;
  });
  return env;
};
