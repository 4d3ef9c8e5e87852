import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Node, parse, parseDocument, stringify } from 'yaml';
import { pointerTokens } from './document.js';

/**
 * Set one value with comments and formatting kept: a scalar is replaced in place, a new key of a block map gets a line of its own; only
 * where neither is possible the document is written anew by the YAML library (comments kept, layout normalised).
 * @returns the new text, or undefined if an ancestor is not a collection
 */
export const setYaml = (text: string, pointer: string, value: unknown): string | undefined => {
  const tokens = pointerTokens(pointer);
  const document = parseDocument(text);
  const path = tokens.map((token) => (/^\d+$/.test(token) ? Number(token) : token));
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const node = document.getIn(path, true) as Node | undefined;
  const parent = document.getIn(path.slice(0, -1), true) as Node | undefined;
  const changed = parseDocument(text);
  try {
    changed.setIn(path, value);
  } catch {
    return undefined;
  }
  const wanted: unknown = changed.toJS();
  const tries: (string | undefined)[] = [
    isScalar(node) && node.range ? text.slice(0, node.range[0]) + inline(value) + text.slice(node.range[1]) : undefined,
    node === undefined
      ? insertKey(text, parent ?? (document.contents as Node | null), tokens.at(-1) ?? '', value, eol)
      : undefined,
    changed.toString({ lineWidth: 0 }),
  ];
  return tries.find((candidate) => candidate !== undefined && parsesTo(candidate, wanted));
};

/** Remove one key of a block map with its lines. */
export const removeYaml = (text: string, pointer: string): string | undefined => {
  const tokens = pointerTokens(pointer);
  const path = tokens.map((token) => (/^\d+$/.test(token) ? Number(token) : token));
  const document = parseDocument(text);
  if (!document.hasIn(path)) return undefined;
  document.deleteIn(path);
  return document.toString({ lineWidth: 0 });
};

const insertKey = (
  text: string,
  parent: Node | null | undefined,
  key: string,
  value: unknown,
  eol: string,
): string | undefined => {
  if (!isMap(parent) || parent.flow === true || !parent.range) return undefined;
  const first = parent.items[0]?.key;
  const start = isScalar(first) && first.range ? first.range[0] : undefined;
  if (start === undefined) return undefined;
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  const last = parent.items.at(-1);
  const lastNode = (last?.value ?? last?.key) as Node | undefined;
  const end = lastNode?.range?.[1] ?? parent.range[1];
  const lineEnd = text.indexOf('\n', Math.max(0, end - 1));
  const at = lineEnd < 0 ? text.length : lineEnd + 1;
  const entry = stringify({ [key]: value }, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}${line}${eol}`)
    .join('');
  return `${text.slice(0, at)}${at > 0 && text[at - 1] !== '\n' ? eol : ''}${entry}${text.slice(at)}`;
};

const inline = (value: unknown): string => stringify(value, { lineWidth: 0, collectionStyle: 'flow' }).trimEnd();

const parsesTo = (text: string, wanted: unknown): boolean => {
  try {
    return isDeepStrictEqual(parse(text), wanted);
  } catch {
    return false;
  }
};
