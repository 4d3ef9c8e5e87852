import type { SchemaError } from './validator.js';

/** A schema that a user wrote, ready to judge. */
export interface CompiledSchema {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/** Why a schema can't be used, in ajv's or re2js's words. */
export class SchemaRefused extends Error {
  override readonly name = 'SchemaRefused';
}
