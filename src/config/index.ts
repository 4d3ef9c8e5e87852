/** Finds, reads and validates configuration. Parsers and validators are loaded when one is first needed. */

export { compileSchema } from './compile.js';
export { type CompiledSchema, SchemaRefused } from './compiled-schema.js';
export { readDefaults } from './defaults.js';
export {
  joinPointer,
  type Position,
  parseJson,
  parseToml,
  parseYaml,
  pointerTokens,
  readDocument,
  removeValue,
  type SourceDocument,
  setValue,
  valueAt,
} from './documents/index.js';
export { findProject, type Project } from './project.js';
export type * from './schemas.gen.js';
export { type Problem, problems, type SchemaName, validate } from './validate.js';
