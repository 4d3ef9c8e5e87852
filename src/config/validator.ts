/** A validator as ajv compiles it at build time. */
export interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** Patterns that a schema also describes in words: pattern → description. */
export type Shapes = Readonly<Record<string, string>>;

/** Where unknown keys are refused: the error's schema path → the keys that are known there. */
export type KnownKeys = Readonly<Record<string, readonly string[]>>;

export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
