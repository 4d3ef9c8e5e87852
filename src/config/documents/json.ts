import { Fault } from '../../faults/index.js';
import type { SourceDocument } from './document.js';

/**
 * JSON is YAML 1.2, so positions come from the YAML parser when one is asked for; the value comes from JSON.parse, which is stricter.
 * @throws Fault AG140 with line and column
 */
export const parseJsonNow = async (text: string, path: string): Promise<SourceDocument> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const before = text.slice(0, firstOffence(text)).split('\n');
    const position = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    const reason = position.line > text.trimEnd().split('\n').length ? 'it ends too early' : 'this is not JSON';
    throw new Fault('AG140', { language: 'JSON', reason, path, ...position }, undefined, cause);
  }
  const { parseYamlNow } = await import('./yaml.js');
  let located: SourceDocument | undefined;
  const places = (): SourceDocument => {
    located ??= parseYamlNow(text, path);
    return located;
  };
  return {
    path,
    language: 'JSON',
    text,
    value,
    locate: (pointer) => places().locate(pointer),
    locateKey: (pointer) => places().locateKey(pointer),
  };
};

const atom =
  /"(?:[^"\\\p{Cc}]|\u007f|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

/**
 * Offset of the first character that no JSON text could have there (RFC 8259). The messages of JSON.parse differ between engines, and
 * not all say where. Without recursion, so that depth costs nothing.
 */
const firstOffence = (text: string): number => {
  const open: string[] = [];
  let at = 0;
  let want: 'value' | 'key' | 'colon' | 'next' = 'value';
  let mayClose = false;
  for (;;) {
    while (/[ \t\n\r]/.test(text[at] ?? '')) at += 1;
    const char = text[at];
    if (char === undefined) return at;
    const closes = (char === ']' && open.at(-1) === '[') || (char === '}' && open.at(-1) === '{');
    if (closes && (want === 'next' || mayClose)) {
      open.pop();
      want = 'next';
    } else if (want === 'next' && char === ',' && open.length > 0) want = open.at(-1) === '{' ? 'key' : 'value';
    else if (want === 'colon' && char === ':') want = 'value';
    else if (want === 'value' && (char === '[' || char === '{')) {
      open.push(char);
      want = char === '{' ? 'key' : 'value';
      mayClose = true;
      at += 1;
      continue;
    } else if (want === 'value' || (want === 'key' && char === '"')) {
      atom.lastIndex = at;
      const length = atom.exec(text)?.[0].length;
      if (length === undefined) return at;
      at += length - 1;
      want = want === 'key' ? 'colon' : 'next';
    } else return at;
    mayClose = false;
    at += 1;
  }
};
