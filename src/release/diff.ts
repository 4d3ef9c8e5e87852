/**
 * A unified diff of two texts, three lines of context, without a header; empty where they are equal. The shared head and tail are
 * set aside first, so that the quadratic part sees only what changed.
 */
export const unifiedDiff = (before: string, after: string): string => {
  const a = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const b = after.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return hunks(a, b, edits(a, b)).join('');
};

/** One line of the comparison: kept, removed or added; `a` and `b` are positions before it. */
interface Edit {
  readonly kind: ' ' | '-' | '+';
  readonly a: number;
  readonly b: number;
}

const edits = (a: readonly string[], b: readonly string[]): Edit[] => {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const kept = (from: number, count: number, shift: number): Edit[] =>
    Array.from({ length: count }, (_, i) => ({ kind: ' ' as const, a: from + i, b: from + i + shift }));
  return [
    ...kept(0, head, 0),
    ...middle(a, b, head, a.length - tail, b.length - tail),
    ...kept(a.length - tail, tail, b.length - a.length),
  ];
};

/** Longest common subsequence of what lies between head and tail; past four million cells the whole is replaced. */
const middle = (a: readonly string[], b: readonly string[], from: number, endA: number, endB: number): Edit[] => {
  const rows = endA - from;
  const columns = endB - from;
  const out: Edit[] = [];
  const simple = (rows + 1) * (columns + 1) > 4_000_000;
  const width = columns + 1;
  const longest = new Uint32Array(simple ? 0 : (rows + 1) * width);
  for (let i = simple ? -1 : rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[from + i] === b[from + j]
          ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0);
    }
  }
  let i = 0;
  let j = 0;
  while (i < rows || j < columns) {
    const at = { a: from + i, b: from + j };
    if (!simple && i < rows && j < columns && a[from + i] === b[from + j]) {
      out.push({ kind: ' ', ...at });
      i++;
      j++;
    } else if (
      i < rows &&
      (simple || j >= columns || (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    ) {
      out.push({ kind: '-', ...at });
      i++;
    } else {
      out.push({ kind: '+', ...at });
      j++;
    }
  }
  return out;
};

const context = 3;

const hunks = (a: readonly string[], b: readonly string[], all: readonly Edit[]): string[] => {
  const out: string[] = [];
  const changed = all.flatMap((edit, at) => (edit.kind === ' ' ? [] : [at]));
  for (let i = 0; i < changed.length; ) {
    let last = i;
    while (last + 1 < changed.length && (changed[last + 1] ?? 0) - (changed[last] ?? 0) <= 2 * context + 1) last++;
    const part = all.slice(Math.max(0, (changed[i] ?? 0) - context), (changed[last] ?? 0) + context + 1);
    out.push(header(part), ...part.map((edit) => line(edit, (edit.kind === '+' ? b[edit.b] : a[edit.a]) ?? '')));
    i = last + 1;
  }
  return out;
};

const header = (part: readonly Edit[]): string => {
  const removed = part.filter((edit) => edit.kind !== '+').length;
  const added = part.filter((edit) => edit.kind !== '-').length;
  const start = (position: number, count: number): string => `${count === 0 ? position : position + 1},${count}`;
  return `@@ -${start(part[0]?.a ?? 0, removed)} +${start(part[0]?.b ?? 0, added)} @@\n`;
};

const line = (edit: Edit, text: string): string =>
  text.endsWith('\n') ? `${edit.kind}${text}` : `${edit.kind}${text}\n\\ No newline at end of file\n`;
