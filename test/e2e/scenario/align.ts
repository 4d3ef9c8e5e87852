/** Whether a line is what the pattern says; `[..]` stands for any characters. */
export const lineMatches = (pattern: string, line: string): boolean => {
  const [head = '', ...parts] = pattern.split('[..]');
  if (parts.length === 0) return pattern === line;
  if (!line.startsWith(head)) return false;
  let at = head.length;
  const tail = parts.pop() ?? '';
  for (const part of parts) {
    const found = line.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return line.length - tail.length >= at && line.endsWith(tail);
};

/**
 * The actual lines written as the pattern writes them: a line that fits its pattern becomes the pattern, lines that
 * `...` covers become `...`, and what fits nothing stays. The result equals the pattern exactly when all of it fits, so
 * that a diff of the two shows only real differences, and an update keeps the wildcards. Fewest differences win.
 */
export const alignLines = (pattern: readonly string[], actual: readonly string[]): readonly string[] => {
  const cost: number[][] = Array.from({ length: pattern.length + 1 }, () => []);
  const at = (i: number, j: number): number => cost[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = pattern.length; i >= 0; i--) {
    for (let j = actual.length; j >= 0; j--) {
      const row = cost[i];
      if (row === undefined) continue;
      const here = pattern[i];
      const line = actual[j];
      if (here === undefined) row[j] = actual.length - j;
      else if (here === '...')
        row[j] = Math.min(at(i + 1, j), line === undefined ? Number.POSITIVE_INFINITY : at(i, j + 1));
      else if (line === undefined) row[j] = 1 + at(i + 1, j);
      else if (lineMatches(here, line)) row[j] = at(i + 1, j + 1);
      else row[j] = 1 + Math.min(at(i + 1, j), at(i, j + 1));
    }
  }
  const written: string[] = [];
  let i = 0;
  let j = 0;
  while (i < pattern.length || j < actual.length) {
    const here = pattern[i];
    const line = actual[j];
    if (here === '...') {
      if (written.at(-1) !== '...' || pattern[i - 1] === '...') written.push('...');
      while (j < actual.length && at(i + 1, j) !== at(i, j)) j++;
      i++;
    } else if (here !== undefined && line !== undefined && lineMatches(here, line)) {
      written.push(here);
      i++;
      j++;
    } else if (line !== undefined && (here === undefined || at(i, j + 1) <= at(i + 1, j))) {
      written.push(line);
      j++;
    } else i++;
  }
  return written;
};
