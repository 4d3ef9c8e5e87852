import { escapeText } from '../../faults/index.js';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML 1.0 may hold it: markup escaped, control characters shown, what is no character replaced. */
export const xmlText = (text: string): string =>
  escapeText(text)
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (char) => entities[char] ?? char);

/** An element on lines of its own, indented by `depth`; attributes without a value are left out. */
export const element = (
  depth: number,
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: readonly string[] | string = [],
): readonly string[] => {
  const indent = '  '.repeat(depth);
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlText(String(value)).replaceAll('\t', '&#9;')}"`],
  );
  const open = `${indent}<${name}${given.join('')}`;
  if (content.length === 0) return [`${open}/>`];
  return typeof content === 'string'
    ? [`${open}>${content}</${name}>`]
    : [`${open}>`, ...content, `${indent}</${name}>`];
};

export const xmlDocument = (lines: readonly string[]): string =>
  ['<?xml version="1.0" encoding="UTF-8"?>', ...lines, ''].join('\n');
