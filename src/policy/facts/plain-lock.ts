/**
 * Reading a whole uv.lock as TOML costs a check on a small repository a quarter of its time, for a file that uv wrote and that nearly always
 * holds nothing but packages of an index, each file with its hash. This reader knows exactly the lines that uv writes for such a lock.
 */
const text = '"[^"\\\\\\p{Cc}]*"';
const hash = '"sha256:[0-9a-f]{64}"';
const file = `\\{ url = ${text}, hash = ${hash}(?:, size = \\d+)?(?:, upload-time = ${text})? \\}`;
const pair = `(?:name|version|marker|specifier|editable|virtual|directory|extra) = (?:${text}|\\[${text}(?:, ${text})*\\])`;
const registry = `\\{ registry = ${text} \\}`;
const dependency = `\\{ ${pair}(?:, (?:${pair}|source = ${registry}))* \\}`;

/** What a line may be; `kind` is the name of the group that matched. */
const line = new RegExp(
  [
    '(?<package>\\[\\[package\\]\\])',
    '(?<table>\\[package(?:\\.[A-Za-z0-9-]+)+\\])',
    `(?<registry>source = ${registry})`,
    '(?<own>source = \\{ (?:editable|virtual) = "\\." \\})',
    `(?<sdist>sdist = ${file})`,
    `(?<open>(?:wheels|dependencies|requires-dist|provides-extras|resolution-markers|[A-Za-z0-9_.-]+) = \\[)`,
    '(?<close>\\])',
    `(?<file>    ${file},)`,
    `(?<item>    (?:${dependency}|${text}),)`,
    `(?<value>[a-z-]+ = (?:${text}|\\d+|\\[${dependency}(?:, ${dependency})*\\]|\\[(?:${text}(?:, ${text})*)?\\]))`,
  ]
    .map((each) => `^${each}$`)
    .join('|'),
  'u',
);

/**
 * Whether every package of the lock comes from an index with a SHA-256 for each of its files, or is the repository itself.
 * @returns true only if every line is one that this reader knows; false says nothing: the file must then be parsed
 */
export const isPlainLock = (lock: string): boolean => {
  let list = false;
  let needsFile = false;
  for (const each of lock.split('\n')) {
    if (each === '') continue;
    const found = line.exec(each)?.groups;
    if (found === undefined) return false;
    const inside = found['file'] ?? found['item'];
    if ((inside !== undefined || found['close'] !== undefined) !== list) return false;
    if (found['open'] !== undefined) list = true;
    if (found['close'] !== undefined) list = false;
    if (found['package'] !== undefined && needsFile) return false;
    if (found['registry'] !== undefined) needsFile = true;
    if (found['file'] !== undefined || found['sdist'] !== undefined) needsFile = false;
  }
  return !list && !needsFile;
};
