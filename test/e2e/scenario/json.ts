import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'schemas', 'commands');

interface Envelope {
  readonly command: string;
  readonly exit: number;
  readonly faults: readonly unknown[];
  readonly data: unknown;
}

const validators = new Map<string, ValidateFunction>();

const validatorOf = (name: string): ValidateFunction => {
  const known = validators.get(name);
  if (known !== undefined) return known;
  const path = join(folder, `${name}.schema.json`);
  if (!existsSync(path)) throw new Error(`no schema for this output: schemas/commands/${name}.schema.json`);
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    allErrors: true,
    ownProperties: true,
  });
  for (const format of ['date-time', 'date', 'uri']) ajv.addFormat(format, true);
  const made = ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
  validators.set(name, made);
  return made;
};

const problemsOf = (name: string, value: unknown): readonly string[] => {
  const validate = validatorOf(name);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${name}: ${error.instancePath || '/'} ${error.message ?? ''}`);
};

const isEnvelope = (value: unknown): value is Envelope => problemsOf('envelope', value).length === 0;

/**
 * What is wrong with the output of a command that was given `--json`: one object and nothing else, the envelope's shape,
 * its exit the process's own, and its data as the command's schema says. A command that failed with a fault has empty data.
 * Under `run --json` the child's exit code is handed on and stands in the envelope too.
 */
export const outputProblems = (stdout: string, status: number): readonly string[] => {
  const value = parsed(stdout);
  if (value === undefined) return ['stdout is not one JSON object'];
  if (!isEnvelope(value)) return problemsOf('envelope', value);
  const exit = value.exit === status ? [] : [`the object says exit ${value.exit}, the process ended with ${status}`];
  if (value.faults.length > 0 && isDeepStrictEqual(value.data, {})) return exit;
  return [...exit, ...problemsOf(value.command.replaceAll(' ', '-'), value.data)];
};

/** The value at a path like `data.plan.files[0].action`; `length` of an array works too. Undefined if absent. */
export const valueAt = (stdout: string, path: string): unknown => {
  let value: unknown = parsed(stdout);
  for (const part of path.split(/[.[\]]+/).filter(Boolean)) {
    if (Array.isArray(value) && part === 'length') value = value.length;
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, part)) {
      value = Object.entries(value).find(([key]) => key === part)?.[1];
    } else return undefined;
  }
  return value;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
