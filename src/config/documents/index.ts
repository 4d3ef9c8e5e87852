import { Fault } from '../../faults/index.js';
import type { Files } from '../../ports/index.js';
import type { SourceDocument } from './document.js';
import { maximumSize, maximumYaml } from './limits.js';

export type { Position, SourceDocument } from './document.js';
export { joinPointer, pointerTokens, valueAt } from './document.js';

/** @throws Fault AG140 (does not parse, with line and column) or AG143 (too large, deep, or too many aliases) */
export const parseYaml = async (text: string, path: string): Promise<SourceDocument> => {
  bounded(text.length, path, maximumYaml);
  const { parseYamlNow } = await import('./yaml.js');
  return parseYamlNow(text, path);
};

/** @throws Fault AG140 or AG143 */
export const parseToml = async (text: string, path: string): Promise<SourceDocument> => {
  bounded(text.length, path);
  const { parseTomlNow } = await import('./toml.js');
  return parseTomlNow(text, path);
};

/** @throws Fault AG140 or AG143 */
export const parseJson = async (text: string, path: string): Promise<SourceDocument> => {
  bounded(text.length, path);
  const { parseJsonNow } = await import('./json.js');
  return parseJsonNow(text, path);
};

/**
 * Read and parse a file by its extension (.toml, .json, else YAML).
 * @param shownAs how faults and findings name it
 * @returns undefined if there is no such file
 */
export const readDocument = async (
  files: Files,
  path: string,
  shownAs: string,
): Promise<SourceDocument | undefined> => {
  const size = files.stat(path)?.size;
  if (size === undefined) return undefined;
  bounded(size, shownAs);
  const text = files.readText(path);
  if (text === undefined) return undefined;
  if (path.endsWith('.toml') || path.endsWith('uv.lock')) return parseToml(text, shownAs);
  return path.endsWith('.json') ? parseJson(text, shownAs) : parseYaml(text, shownAs);
};

const bounded = (size: number, path: string, most = maximumSize): void => {
  if (size > most) {
    throw new Fault('AG143', { what: 'this file', limit: `${most / 1024 / 1024} MiB`, path });
  }
};

/**
 * The document's text with one value set, comments and formatting kept.
 * @throws Fault AG142 where an ancestor of the pointer is not a table or map
 */
export const setValue = async (document: SourceDocument, pointer: string, value: unknown): Promise<string> => {
  const text =
    document.language === 'TOML'
      ? (await import('./edit-toml.js')).setToml(document.text, pointer, value)
      : (await import('./edit-yaml.js')).setYaml(document.text, pointer, value);
  if (text === undefined) throw notEditable(document, pointer);
  return text;
};

/** The document's text without one key. @throws Fault AG142 where the key is not there or can't be cut out */
export const removeValue = async (document: SourceDocument, pointer: string): Promise<string> => {
  const text =
    document.language === 'TOML'
      ? (await import('./edit-toml.js')).removeToml(document.text, pointer)
      : (await import('./edit-yaml.js')).removeYaml(document.text, pointer);
  if (text === undefined) throw notEditable(document, pointer);
  return text;
};

const notEditable = (document: SourceDocument, pointer: string): Fault =>
  new Fault('AG142', { pointer, reason: 'cannot be edited here', path: document.path, ...document.locate(pointer) });
