import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { Fault } from '../../faults/index.js';
import { type Position, pointerTokens, type SourceDocument } from './document.js';
import { maximumAliases, maximumDepth } from './limits.js';

/**
 * @throws Fault AG140 with line and column where the text is not YAML 1.2, has more than one document, or a key twice;
 * AG143 for too many aliases or too deep a nesting
 */
export const parseYamlNow = (text: string, path: string): SourceDocument => {
  const lines = new LineCounter();
  refuseDepth(text, path);
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, strict: true, prettyErrors: false });
  const error = document.errors[0];
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (error !== undefined) {
    throw new Fault('AG140', { language: 'YAML', reason: firstLine(error.message), path, ...at(error.pos[0]) });
  }
  refuseTwins(document, path, at);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: maximumAliases });
  } catch (cause) {
    const { message } = cause as Error;
    if (/excessive alias/i.test(message)) {
      const limit = `${maximumAliases} aliases`;
      throw new Fault('AG143', { what: 'the expansion of YAML aliases', limit, path }, undefined, cause);
    }
    let place: Position = { line: 1, column: 1 };
    visit(document, {
      Alias: (_, alias) => {
        if (alias.resolve(document) !== undefined || !alias.range) return undefined;
        place = at(alias.range[0]);
        return visit.BREAK;
      },
    });
    throw new Fault('AG140', { language: 'YAML', reason: firstLine(message), path, ...place }, undefined, cause);
  }
  const root = document.contents as ParsedNode | null;
  const start = (node: Node | null | undefined): Position | undefined =>
    node?.range === undefined || node.range === null ? undefined : at(node.range[0]);
  const walk = (pointer: string): { key: Position; value: Position } => {
    let node: Node | null = root;
    let here = { key: start(root) ?? { line: 1, column: 1 }, value: start(root) ?? { line: 1, column: 1 } };
    for (const token of pointerTokens(pointer)) {
      if (isMap(node)) {
        const pair = pairOf(node, token);
        if (pair === undefined) return here;
        const key = start(pair.key as Node) ?? here.value;
        node = pair.value as Node | null;
        here = { key, value: isCollection(node) ? key : (start(node) ?? key) };
      } else if (isCollection(node)) {
        const item: Node | null = (node.items[Number(token)] as Node | undefined) ?? null;
        const place = start(item);
        if (place === undefined) return here;
        node = item;
        here = { key: place, value: place };
      } else return here;
    }
    return here;
  };
  return {
    path,
    language: 'YAML',
    text,
    value,
    locate: (pointer) => walk(pointer).value,
    locateKey: (pointer) => walk(pointer).key,
  };
};

const pairOf = (map: YAMLMap, token: string): Pair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === token);

const firstLine = (message: string): string =>
  message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;

/** A key twice in one map. The parser's own test compares every key with every other. */
const refuseTwins = (document: Document, path: string, at: (offset: number) => Position): void => {
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        if (seen.has(name) && name !== '<<') {
          const place = key.range ? at(key.range[0]) : { line: 1, column: 1 };
          throw new Fault('AG140', { language: 'YAML', reason: 'Map keys must be unique', path, ...place });
        }
        seen.add(name);
      }
    },
  });
};

/** The parser recurses; a document that nests deeper than any configuration is refused before it gets there. */
const refuseDepth = (text: string, path: string): void => {
  let flow = 0;
  let line = 1;
  let indent = 0;
  let atStart = true;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') {
      line += 1;
      indent = 0;
      atStart = true;
    } else if (atStart && (char === ' ' || char === '-' || char === '?' || char === ':')) indent += 1;
    else atStart = false;
    if (char === '[' || char === '{') flow += 1;
    else if (char === ']' || char === '}') flow = Math.max(0, flow - 1);
    if (flow > maximumDepth || (atStart && indent > maximumDepth * 8)) {
      throw new Fault('AG143', { what: 'the nesting of this YAML', limit: `${maximumDepth} levels`, path, line });
    }
  }
};
