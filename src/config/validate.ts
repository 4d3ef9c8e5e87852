import { Fault, nearest } from '../faults/index.js';
import { joinPointer, type Position, pointerTokens, type SourceDocument, valueAt } from './documents/document.js';
import type { Schemas } from './schemas.gen.js';
import type { KnownKeys, SchemaError, Shapes } from './validator.js';

export type SchemaName = keyof Schemas;

/** One thing that is wrong with a document. */
export interface Problem {
  readonly pointer: string;
  readonly keyword: string;
  readonly reason: string;
  readonly position: Position;
  /** For an unknown key: the nearest valid one. */
  readonly nearest?: string;
}

/** Everything in which a document differs from its schema; in document order. */
export const problems = async (schema: SchemaName, document: SourceDocument): Promise<readonly Problem[]> => {
  const { validators } = await import('./validators/index.gen.js');
  const { default: validate, keys, shapes } = await validators[schema]();
  if (validate(document.value)) return [];
  return explainErrors(document, validate.errors ?? [], keys, shapes);
};

/**
 * Hold a document against a schema.
 * @returns its value, typed
 * @throws Fault AG141 for an unknown key (with the nearest valid one), AG142 for anything else; the first in document order
 */
export const validate = async <K extends SchemaName>(schema: K, document: SourceDocument): Promise<Schemas[K]> => {
  const first = (await problems(schema, document))[0];
  if (first === undefined) return document.value as Schemas[K];
  const where = { path: document.path, ...first.position };
  if (first.keyword === 'additionalProperties') {
    const key = pointerTokens(first.pointer).at(-1) ?? '';
    const hint = first.nearest === undefined ? '' : `; did you mean ${first.nearest}?`;
    throw new Fault(
      'AG141',
      { key, hint, ...where },
      first.nearest === undefined ? undefined : `write ${first.nearest} instead of ${key}`,
    );
  }
  throw new Fault('AG142', {
    pointer: first.pointer === '' ? 'the document' : first.pointer,
    reason: first.reason,
    ...where,
  });
};

/** Errors of ajv in people's words, each with its place; alternatives of oneOf/anyOf are folded into the one that came furthest. */
export const explainErrors = (
  document: SourceDocument,
  errors: readonly SchemaError[],
  keys: KnownKeys = {},
  shapes: Shapes = {},
): readonly Problem[] => {
  const specific = errors.filter(
    (error) => !['oneOf', 'anyOf', 'if', 'not'].includes(error.keyword) || errors.length === 1,
  );
  const kept = furthest(errors, specific.length > 0 ? specific : errors);
  const found = kept.map((error) => explainError(document, error, keys, shapes));
  const seen = new Set<string>();
  return found
    .filter((problem) => {
      const key = `${problem.pointer} ${problem.reason}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => rank(a) - rank(b) || a.position.line - b.position.line || a.position.column - b.position.column);
};

/** Without the errors of alternatives whose keys fit worse than another's: those say what nobody meant to write. */
const furthest = (errors: readonly SchemaError[], kept: readonly SchemaError[]): readonly SchemaError[] =>
  errors
    .filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf')
    .reduce((left, { schemaPath, instancePath }) => {
      const branchOf = (error: SchemaError): string | undefined =>
        error.schemaPath.startsWith(`${schemaPath}/`) && error.instancePath.startsWith(instancePath)
          ? error.schemaPath.slice(schemaPath.length + 1).split('/')[0]
          : undefined;
      const misfits = new Map<string, number>();
      for (const error of left) {
        const branch = branchOf(error);
        const misfit = error.instancePath === instancePath ? 1 : 0;
        if (branch !== undefined) misfits.set(branch, (misfits.get(branch) ?? 0) + misfit);
      }
      const best = Math.min(...misfits.values());
      return left.filter((error) => (misfits.get(branchOf(error) ?? '') ?? best) === best);
    }, kept);

/** A typo explains what is missing beside it, so unknown keys come first. */
const rank = (problem: Problem): number => (problem.keyword === 'additionalProperties' ? 0 : 1);

const explainError = (document: SourceDocument, error: SchemaError, keys: KnownKeys, shapes: Shapes): Problem => {
  const { keyword, params, instancePath } = error;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    const key = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
    const pointer = instancePath + joinPointer([key]);
    const near = nearest(key, keysAt(document, error, keys));
    return {
      pointer,
      keyword: 'additionalProperties',
      reason: 'is not a known key',
      position: document.locateKey(pointer),
      ...(near === undefined ? {} : { nearest: near }),
    };
  }
  return { pointer: instancePath, keyword, reason: reasonOf(error, shapes), position: document.locate(instancePath) };
};

/**
 * The keys that are known where an unknown one was found. A schema behind a $ref names its own paths from its own root, so several
 * places can match; those that know most of the keys beside it may be meant.
 */
const keysAt = (document: SourceDocument, error: SchemaError, keys: KnownKeys): readonly string[] => {
  const own = valueAt(document.value, error.instancePath);
  const present = own !== null && typeof own === 'object' ? Object.keys(own) : [];
  const score = (known: readonly string[]): number => present.filter((key) => known.includes(key)).length;
  const candidates = Object.entries(keys)
    .filter(([path]) => path.endsWith(error.schemaPath.slice(1)))
    .map(([, known]) => known);
  const best = Math.max(0, ...candidates.map(score));
  return candidates.filter((known) => score(known) === best).flat();
};

/** People read what the schema says of a value before they read its pattern. */
const shapeWords = (pattern: string, shapes: Shapes): string => {
  const words = Object.hasOwn(shapes, pattern) ? shapes[pattern] : undefined;
  return words === undefined
    ? `must look like ${pattern}`
    : `must be: ${words.charAt(0).toLowerCase()}${words.slice(1).replace(/\.$/, '')}`;
};

const reasonOf = ({ keyword, params, message }: SchemaError, shapes: Shapes): string => {
  switch (keyword) {
    case 'required':
      return `lacks the key ${String(params['missingProperty'])}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'type':
      return `must be ${[params['type']].flat().join(' or ')}`;
    case 'pattern':
      return shapeWords(String(params['pattern']), shapes);
    case 'minItems':
      return `needs at least ${String(params['limit'])} item${params['limit'] === 1 ? '' : 's'}`;
    case 'minLength':
      return Number(params['limit']) === 1
        ? 'must not be empty'
        : `needs at least ${String(params['limit'])} characters`;
    case 'maxLength':
      return `has more than ${String(params['limit'])} characters`;
    case 'uniqueItems':
      return 'has an item twice';
    default:
      return message ?? `breaks ${keyword}`;
  }
};
