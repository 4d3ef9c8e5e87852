import { parse, TomlError } from 'smol-toml';
import { type AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { Fault } from '../../faults/index.js';
import { type Position, pointerTokens, type SourceDocument } from './document.js';

/** @throws Fault AG140 with line and column where the text is not TOML 1.0 */
export const parseTomlNow = (text: string, path: string): SourceDocument => {
  let value: unknown;
  try {
    value = parse(text, { integersAsBigInt: false });
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const reason = cause.message.replace(/^Invalid TOML document: /, '').split('\n')[0] ?? '';
    throw new Fault(
      'AG140',
      { language: 'TOML', reason, path, line: cause.line, column: cause.column },
      undefined,
      cause,
    );
  }
  let index: Map<string, Places> | undefined;
  const find = (pointer: string): Places => {
    index ??= indexToml(text);
    const tokens = pointerTokens(pointer);
    for (let length = tokens.length; length > 0; length--) {
      const found = index.get(JSON.stringify(tokens.slice(0, length)));
      if (found !== undefined) return found;
    }
    return { key: { line: 1, column: 1 }, value: { line: 1, column: 1 } };
  };
  return {
    path,
    language: 'TOML',
    text,
    value,
    locate: (pointer) => find(pointer).value,
    locateKey: (pointer) => find(pointer).key,
  };
};

export interface Places {
  readonly key: Position;
  readonly value: Position;
}

/** Every table, key and array item of the text by its path. Tables stand where their header or first key does. */
const indexToml = (text: string): Map<string, Places> => {
  const index = new Map<string, Places>();
  const put = (tokens: readonly (string | number)[], places: Places): void => {
    const key = JSON.stringify(tokens.map(String));
    if (!index.has(key)) index.set(key, places);
  };
  const visitValue = (tokens: readonly (string | number)[], node: AST.TOMLContentNode): void => {
    if (node.type === 'TOMLArray') {
      node.elements.forEach((element, i) => {
        put([...tokens, i], both(start(element)));
        visitValue([...tokens, i], element);
      });
    } else if (node.type === 'TOMLInlineTable') for (const pair of node.body) visitPair(tokens, pair);
  };
  const visitPair = (base: readonly (string | number)[], pair: AST.TOMLKeyValue): void => {
    const keys = getStaticTOMLValue(pair.key);
    const at = start(pair.key);
    keys.forEach((_, i) => {
      const part = pair.key.keys[i];
      const tokens = [...base, ...keys.slice(0, i + 1)];
      if (i < keys.length - 1) put(tokens, both(part === undefined ? at : start(part)));
      else put(tokens, { key: part === undefined ? at : start(part), value: start(pair.value) });
    });
    visitValue([...base, ...keys], pair.value);
  };
  for (const node of parseTOML(text).body[0].body) {
    if (node.type === 'TOMLKeyValue') visitPair([], node);
    else {
      const path = node.resolvedKey;
      for (let i = 1; i <= path.length; i++) put(path.slice(0, i), both(start(node)));
      for (const pair of node.body) visitPair(path, pair);
    }
  }
  return index;
};

const both = (position: Position): Places => ({ key: position, value: position });

const start = (node: AST.TOMLNode): Position => ({ line: node.loc.start.line, column: node.loc.start.column + 1 });
