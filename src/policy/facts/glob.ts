/** At most this many alternatives come out of the braces of one glob. */
const mostAlternatives = 64;

/**
 * A matcher for one path glob: `*` and `?` within a segment, `**` over segments, `[…]`, `{a,b}`. A glob without a slash means
 * that name anywhere (`*.py`). The work is bounded by pattern × path, whatever the pattern: it may come from a repository that nobody trusts.
 */
export const globMatcher = (glob: string): ((path: string) => boolean) => {
  const alternatives = braces(glob.replace(/^\.\//, '')).map((each) =>
    (each.includes('/') ? each.replace(/^\//, '') : `**/${each}`).split('/'),
  );
  return (path) => {
    const segments = path.split('/');
    return alternatives.some((pattern) => matchSegments(pattern, segments));
  };
};

export const isGlob = (text: string): boolean => /[*?[{]/.test(text);

const braces = (glob: string): string[] => {
  let found = [glob];
  for (;;) {
    const next = found.flatMap(expandFirst);
    if (next.length === found.length || next.length > mostAlternatives) return found;
    found = next;
  }
};

const expandFirst = (glob: string): string[] => {
  const close = glob.indexOf('}');
  const open = close < 0 ? -1 : glob.lastIndexOf('{', close);
  if (open < 0) return [glob];
  const parts = glob.slice(open + 1, close).split(',');
  return parts.length < 2 ? [glob] : parts.map((part) => glob.slice(0, open) + part + glob.slice(close + 1));
};

/** Row by row over the pattern: which prefixes of the path it has matched so far. */
const matchSegments = (pattern: readonly string[], path: readonly string[]): boolean => {
  let row = [true, ...path.map(() => false)];
  for (const part of pattern) {
    const next: boolean[] = [part === '**' && row[0] === true];
    for (let i = 0; i < path.length; i++) {
      if (part === '**') next.push(next[i] === true || row[i + 1] === true);
      else next.push(row[i] === true && matchName(part, path[i] ?? ''));
    }
    row = next;
  }
  return row[path.length] === true;
};

/** Greedy with one place to come back to: the last star. */
const matchName = (pattern: string, name: string): boolean => {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < name.length; ) {
    const step = pattern[at] === '*' ? 0 : matchOne(pattern, at, name[i] ?? '');
    if (pattern[at] === '*') {
      star = at;
      resume = i;
      at += 1;
    } else if (step > 0) {
      at += step;
      i += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      i = resume;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
};

/** @returns how many characters of the pattern stand for this one character; 0 if they don't match it */
const matchOne = (pattern: string, at: number, char: string): number => {
  const head = pattern[at];
  if (head === undefined) return 0;
  if (head === '?') return 1;
  const close = head === '[' ? pattern.indexOf(']', at + 2) : -1;
  if (close < 0) return head === char ? 1 : 0;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  let inside = false;
  for (let i = at + (negated ? 2 : 1); i < close; i++) {
    const from = pattern[i] ?? '';
    const ranged = pattern[i + 1] === '-' && i + 2 < close;
    const to = ranged ? (pattern[i + 2] ?? '') : from;
    if (from <= char && char <= to) inside = true;
    if (ranged) i += 2;
  }
  return inside === negated ? 0 : close - at + 1;
};
