import { isDeepStrictEqual } from 'node:util';
import { parse } from 'smol-toml';
import { type AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { pointerTokens } from './document.js';

type Tables = readonly AST.TOMLTable[];

/**
 * Set one value and leave every other byte alone. Several ways to write it are tried, the most local first; the first whose text
 * parses to exactly the wanted document is taken.
 * @returns the new text, or undefined if there is no way (an ancestor is not a table)
 */
export const setToml = (text: string, pointer: string, value: unknown): string | undefined => {
  const tokens = pointerTokens(pointer);
  const wanted = withValue(parse(text), tokens, value);
  if (wanted === undefined) return undefined;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  for (const candidate of candidates(text, tokens, value, eol)) {
    if (candidate !== undefined && parses(candidate, wanted)) return candidate;
  }
  return undefined;
};

/** Remove one key with its line. @returns the new text, or undefined if there is no such key or it can't be cut out */
export const removeToml = (text: string, pointer: string): string | undefined => {
  const tokens = pointerTokens(pointer);
  const wanted = withoutValue(parse(text), tokens);
  const pair = findPair(text, tokens);
  if (wanted === undefined || pair === undefined) return undefined;
  const from = text.lastIndexOf('\n', pair.range[0] - 1) + 1;
  const end = text.indexOf('\n', pair.range[1]);
  const cut = text.slice(0, from) + (end < 0 ? '' : text.slice(end + 1));
  return parses(cut, wanted) ? cut : undefined;
};

function* candidates(
  text: string,
  tokens: readonly string[],
  value: unknown,
  eol: string,
): Generator<string | undefined> {
  const existing = findPair(text, tokens);
  if (existing !== undefined) {
    yield splice(text, existing.value.range, tomlValue(value, eol));
    return;
  }
  const parent = tokens.slice(0, -1);
  const name = tokens.at(-1) ?? '';
  const line = `${tomlKey(name)} = ${tomlValue(value, eol)}`;
  const tables = tablesOf(text);
  const table = tables.find((each) => each.kind === 'standard' && same(each.resolvedKey, parent));
  if (table !== undefined) yield insertInTable(text, table, line, eol);
  const holder = findPair(text, parent);
  if (holder?.value.type === 'TOMLInlineTable') yield insertInline(text, holder.value, line);
  if (parent.length === 0) yield insertTopLevel(text, line, eol);
  yield `${text}${text === '' || text.endsWith('\n') ? '' : eol}${text.trim() === '' ? '' : eol}[${parent.map(tomlKey).join('.')}]${eol}${line}${eol}`;
  for (let depth = parent.length - 1; depth >= 0; depth--) {
    const dotted = `${tokens.slice(depth).map(tomlKey).join('.')} = ${tomlValue(value, eol)}`;
    const near = tables.find((each) => each.kind === 'standard' && same(each.resolvedKey, tokens.slice(0, depth)));
    if (near !== undefined) yield insertInTable(text, near, dotted, eol);
    else if (depth === 0) yield insertTopLevel(text, dotted, eol);
  }
}

const insertInTable = (text: string, table: AST.TOMLTable, line: string, eol: string): string => {
  const last = table.body.at(-1);
  const after = text.indexOf('\n', last === undefined ? table.key.range[1] : last.range[1]);
  return after < 0 ? `${text}${eol}${line}${eol}` : `${text.slice(0, after + 1)}${line}${eol}${text.slice(after + 1)}`;
};

const insertTopLevel = (text: string, line: string, eol: string): string => {
  const body = parseTOML(text).body[0].body;
  const last = body.findLast((node) => node.type === 'TOMLKeyValue');
  if (last === undefined) return `${line}${eol}${text.trim() === '' ? '' : eol}${text}`;
  const after = text.indexOf('\n', last.range[1]);
  return after < 0 ? `${text}${eol}${line}${eol}` : `${text.slice(0, after + 1)}${line}${eol}${text.slice(after + 1)}`;
};

const insertInline = (text: string, table: AST.TOMLInlineTable, line: string): string => {
  const last = table.body.at(-1);
  const at = last === undefined ? table.range[0] + 1 : last.range[1];
  return `${text.slice(0, at)}${last === undefined ? ' ' : ', '}${line}${last === undefined ? ' ' : ''}${text.slice(at)}`;
};

const tablesOf = (text: string): Tables =>
  parseTOML(text).body[0].body.filter((node): node is AST.TOMLTable => node.type === 'TOMLTable');

const findPair = (text: string, tokens: readonly string[]): AST.TOMLKeyValue | undefined => {
  const search = (base: readonly string[], pairs: readonly AST.TOMLKeyValue[]): AST.TOMLKeyValue | undefined => {
    for (const pair of pairs) {
      const here = [...base, ...getStaticTOMLValue(pair.key).map(String)];
      if (same(here, tokens)) return pair;
      if (pair.value.type === 'TOMLInlineTable' && same(here, tokens.slice(0, here.length))) {
        const inner = search(here, pair.value.body);
        if (inner !== undefined) return inner;
      }
    }
    return undefined;
  };
  const body = parseTOML(text).body[0].body;
  const top = search(
    [],
    body.filter((node): node is AST.TOMLKeyValue => node.type === 'TOMLKeyValue'),
  );
  if (top !== undefined) return top;
  for (const node of body) {
    if (node.type !== 'TOMLTable') continue;
    const found = search(node.resolvedKey.map(String), node.body);
    if (found !== undefined) return found;
  }
  return undefined;
};

const same = (a: readonly (string | number)[], b: readonly (string | number)[]): boolean =>
  a.length === b.length && a.every((part, i) => String(part) === String(b[i]));

const splice = (text: string, range: readonly [number, number], insert: string): string =>
  text.slice(0, range[0]) + insert + text.slice(range[1]);

const parses = (text: string, wanted: unknown): boolean => {
  try {
    return isDeepStrictEqual(plain(parse(text)), plain(wanted));
  } catch {
    return false;
  }
};

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const withValue = (root: unknown, tokens: readonly string[], value: unknown): unknown => {
  const [first, ...rest] = tokens;
  if (first === undefined) return value;
  if (Array.isArray(root)) {
    const at = Number(first);
    if (!Number.isInteger(at) || at < 0 || at >= root.length) return undefined;
    const inner = withValue(root[at], rest, value);
    return inner === undefined ? undefined : root.map((item, i) => (i === at ? inner : item));
  }
  if (root !== undefined && (root === null || typeof root !== 'object')) return undefined;
  const table = (root ?? {}) as Record<string, unknown>;
  const inner = withValue(Object.hasOwn(table, first) ? table[first] : undefined, rest, value);
  return inner === undefined ? undefined : { ...table, [first]: inner };
};

const withoutValue = (root: unknown, tokens: readonly string[]): unknown => {
  const [first, ...rest] = tokens;
  if (first === undefined || root === null || typeof root !== 'object' || !Object.hasOwn(root, first)) return undefined;
  const table = root as Record<string, unknown>;
  if (rest.length > 0) {
    const inner = withoutValue(table[first], rest);
    return inner === undefined ? undefined : { ...table, [first]: inner };
  }
  return Object.fromEntries(Object.entries(table).filter(([key]) => key !== first));
};

const tomlKey = (key: string): string => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key));

/** A value in TOML; arrays over 80 columns stand one item a line. */
export const tomlValue = (value: unknown, eol = '\n'): string => {
  if (typeof value === 'string') return JSON.stringify(value).replaceAll('\u007f', '\\u007f');
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => tomlValue(item, eol));
    const flat = `[${items.join(', ')}]`;
    return flat.length <= 80 ? flat : `[${eol}${items.map((item) => `  ${item},${eol}`).join('')}]`;
  }
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value).map(([key, inner]) => `${tomlKey(key)} = ${tomlValue(inner, eol)}`);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  throw new TypeError('TOML has no null');
};
