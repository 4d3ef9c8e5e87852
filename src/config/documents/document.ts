/** 1-based line and column of a value or, for what is missing, of its nearest ancestor. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A parsed file that still knows where everything stands. */
export interface SourceDocument {
  /** As faults and findings show it. */
  readonly path: string;
  readonly language: 'YAML' | 'TOML' | 'JSON';
  readonly text: string;
  /** Plain data: objects, arrays, strings, numbers, booleans, null. */
  readonly value: unknown;
  /** Where the value at this JSON Pointer stands; computed on first use. */
  locate(pointer: string): Position;
  /** Where the last key of the pointer is written (for an unknown or misspelt key). */
  locateKey(pointer: string): Position;
}

/** The tokens of a JSON Pointer (RFC 6901); the empty pointer has none. */
export const pointerTokens = (pointer: string): string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

export const joinPointer = (tokens: readonly (string | number)[]): string =>
  tokens.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The value at a pointer, own properties only; undefined where there is none. */
export const valueAt = (value: unknown, pointer: string): unknown => {
  let here = value;
  for (const token of pointerTokens(pointer)) {
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, token)) return undefined;
    here = (here as Record<string, unknown>)[token];
  }
  return here;
};
