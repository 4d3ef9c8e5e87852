import { Ajv2020 } from 'ajv/dist/2020.js';
import { RE2JS } from 're2js';
import { type CompiledSchema, SchemaRefused } from './compiled-schema.js';

const regExp = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern));
    // ajv shares compiled patterns by what their toString says.
    return { test: (text: string) => compiled.test(text), toString: () => `/${pattern}/` };
  },
  { code: 're2js' },
);

export const compileNow = (schema: unknown): CompiledSchema => {
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
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new SchemaRefused(reason, { cause: error });
  }
};
