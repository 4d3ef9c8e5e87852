import type { CompiledSchema } from './compiled-schema.js';

/**
 * Compile a JSON Schema, draft 2020-12, as strictly as our own ones: unknown keywords and formats are refused, only own properties
 * count, nothing is fetched, and patterns are RE2 syntax, which matches in linear time whatever they say.
 * The bundled schemas are compiled at build time; this is for schemas that come with a policy.
 * @throws SchemaRefused with the reason
 */
export const compileSchema = async (schema: unknown): Promise<CompiledSchema> => {
  const { compileNow } = await import('./compile-now.js');
  return compileNow(schema);
};
