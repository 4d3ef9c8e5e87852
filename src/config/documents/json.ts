import { Fault } from '../../faults/index.js';
import type { Position, SourceDocument } from './document.js';

/**
 * JSON is YAML 1.2, so positions come from the YAML parser when one is asked for; the value comes from JSON.parse, which is stricter.
 * @throws Fault AG140 with line and column
 */
export const parseJsonNow = async (text: string, path: string): Promise<SourceDocument> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const { reason, position } = await explain(text, path, cause);
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

/** Engines word their messages differently and not all of them say where; the YAML parser does. */
const explain = async (text: string, path: string, cause: unknown): Promise<{ reason: string; position: Position }> => {
  try {
    const { parseYamlNow } = await import('./yaml.js');
    parseYamlNow(text, path);
  } catch (error) {
    if (error instanceof Fault && error.detail.line !== undefined) {
      return {
        reason: String(error.detail['reason']),
        position: { line: error.detail.line, column: error.detail.column ?? 1 },
      };
    }
  }
  const offset = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
  const before = text.slice(0, offset === undefined ? 0 : Number(offset)).split('\n');
  return {
    reason: 'it is not valid JSON',
    position: { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
  };
};
