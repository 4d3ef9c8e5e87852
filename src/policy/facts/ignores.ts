/** One line of .gitignore, as far as it says something about a name in any folder. */
interface Pattern {
  readonly glob: RegExp;
  readonly negated: boolean;
}

/**
 * What a root .gitignore says about paths of the root, by the pattern rules of gitignore(5): last match wins.
 * @returns whether a name (`.env`, `.venv`, `a.pyc`) at the root is ignored; a folder's name is asked for as it is
 */
export const readIgnores = (text: string): ((name: string) => boolean) => {
  const patterns = text.split(/\r?\n/).flatMap(readPattern);
  return (name) => patterns.findLast((pattern) => pattern.glob.test(name))?.negated === false;
};

const readPattern = (line: string): Pattern[] => {
  const trimmed = line.trimEnd();
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  const negated = trimmed.startsWith('!');
  const body = trimmed
    .slice(negated ? 1 : 0)
    .replace(/^(\*\*\/)+/, '')
    .replace(/^\//, '')
    .replace(/(\/\*{0,2})$/, '');
  return body === '' || body.includes('/') ? [] : [{ glob: globOf(body), negated }];
};

/** `*`, `?` and `[…]` of one path segment. Runs of `*` fold into one, so that matching cannot blow up by nesting. */
const globOf = (glob: string): RegExp => {
  let source = '';
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i] ?? '';
    const close = char === '[' ? glob.indexOf(']', i + 2) : -1;
    if (char === '*') {
      if (glob[i - 1] !== '*') source += '[^/]*';
    } else if (char === '?') source += '[^/]';
    else if (close > 0) {
      const inner = glob
        .slice(i + 1, close)
        .replace(/^!/, '^')
        .replace(/[\\[\]]/g, '\\$&');
      source += `[${inner}]`;
      i = close;
    } else if (char === '\\') {
      i += 1;
      source += literal(glob[i] ?? '\\');
    } else source += literal(char);
  }
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /^(?!)/;
  }
};

const literal = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
