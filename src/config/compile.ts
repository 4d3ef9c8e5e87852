import type { SchemaError } from './validator.js';

/** A schema that a user wrote, ready to judge. */
export interface CompiledSchema {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/**
 * Compile a JSON Schema, draft 2020-12, as strictly as our own ones: unknown keywords and formats are refused, only own properties
 * count, nothing is fetched, and patterns are RE2 syntax, which matches in linear time whatever they say.
 * The bundled schemas are compiled at build time; this is for schemas that come with a policy.
 * @throws SchemaRefused with the reason
 */
export const compileSchema = async (schema: unknown): Promise<CompiledSchema> => {
  const [{ Ajv2020 }, { RE2JS }] = await Promise.all([import('ajv/dist/2020.js'), import('re2js')]);
  const regExp = Object.assign(
    (pattern: string) => {
      const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
      // ajv shares compiled patterns by what their toString says.
      return { test: (text: string) => compiled.test(text), toString: () => `/${pattern}/` };
    },
    { code: 're2js' },
  );
  const ajv = new Ajv2020({
    // A typo in a keyword is refused; leaving out what can be inferred (the type beside properties) is not.
    strictSchema: true,
    strictNumbers: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    ownProperties: true,
    allErrors: false,
    logger: false,
    code: { regExp },
  });
  try {
    return ajv.compile(schema as boolean | Record<string, unknown>) as CompiledSchema;
  } catch (error) {
    throw new SchemaRefused(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), {
      cause: error,
    });
  }
};

/** Why a schema can't be used, in ajv's or re2js's words. */
export class SchemaRefused extends Error {
  override readonly name = 'SchemaRefused';
}
