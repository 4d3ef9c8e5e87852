import { type CompiledSchema, compileSchema, SchemaRefused, type SourceDocument } from '../../config/index.js';
import { Fault } from '../../faults/index.js';
import { type FactBook, lockPath, manifestPath, pyprojectPath } from '../facts/facts.js';
import { globMatcher } from '../facts/glob.js';
import type { Tree } from '../facts/tree.js';
import { type TreeEntry, treeEntries } from '../facts/tree-entries.js';
import type { Edit, Offence } from '../model.js';
import { type NotApplicable, notApplicable } from '../rule.js';
import type { OwnRule } from './effective.js';
import { selectValues } from './select.js';

type FactOfPolicy = OwnRule['select']['fact'];

export interface PreparedRule {
  judge(facts: FactBook): Promise<readonly Offence[] | NotApplicable>;
}

interface CompiledRule {
  readonly assert: CompiledSchema;
  readonly when: { readonly fact: FactOfPolicy; readonly holds: CompiledSchema } | undefined;
}

const compileRule = async (id: string, rule: OwnRule, policy: SourceDocument): Promise<CompiledRule> => {
  const compile = async (schema: unknown, key: string): Promise<CompiledSchema> => {
    const refuse = (reason: string, cause: unknown): Fault => {
      const at = policy.locateKey(`/rules/${id}/${key}`);
      return new Fault('AG703', { rule: id, reason, path: policy.path, ...at }, undefined, cause);
    };
    try {
      return endless(await compileSchema(schema), (cause) => refuse('it refers to itself without end', cause));
    } catch (error) {
      throw error instanceof SchemaRefused ? refuse(error.message, error) : error;
    }
  };
  const assert = await compile(rule.assert, 'assert');
  const when =
    rule.when === undefined
      ? undefined
      : { fact: rule.when.fact, holds: await compile(rule.when.schema, 'when/schema') };
  return { assert, when };
};

interface Contradiction {
  /** `pass/0`: the first that should pass. */
  readonly example: string;
  readonly reason: string;
}

const contradictions = (rule: OwnRule, assert: CompiledSchema): readonly Contradiction[] =>
  (['pass', 'fail'] as const).flatMap((side) =>
    rule.examples[side].flatMap((value, i): readonly Contradiction[] => {
      const holds = assert(value);
      if (holds === (side === 'pass')) return [];
      const [error] = holds ? [] : (assert.errors ?? []);
      const where = error?.instancePath === undefined || error.instancePath === '' ? 'it' : error.instancePath;
      return [
        {
          example: `${side}/${i}`,
          reason: holds ? 'should fail, and passes' : `should pass, but ${where} ${error?.message ?? 'does not'}`,
        },
      ];
    }),
  );

/**
 * The examples of a rule that do not come out as they say.
 * @throws Fault AG703 for a schema that is none
 */
export const contradictedExamples = async (
  id: string,
  rule: OwnRule,
  policy: SourceDocument,
): Promise<readonly Contradiction[]> => contradictions(rule, (await compileRule(id, rule, policy)).assert);

/**
 * Compile a rule of a policy and hold it against its own examples.
 * @throws Fault AG703 for a schema that is none, AG704 for an example that contradicts it
 */
export const prepareRule = async (id: string, rule: OwnRule, policy: SourceDocument): Promise<PreparedRule> => {
  const { assert, when } = await compileRule(id, rule, policy);
  const [first] = contradictions(rule, assert);
  if (first !== undefined) {
    const at = policy.locate(`/rules/${id}/examples/${first.example}`);
    throw new Fault('AG704', { rule: id, example: first.example, path: policy.path, ...at });
  }
  return {
    judge: async (facts) => {
      if (when !== undefined && !when.holds(await factValue(when.fact, facts)))
        return notApplicable('its `when` does not hold');
      return rule.select.fact === 'tree'
        ? judgeTree(rule, assert, facts)
        : judgeDocument(rule, rule.select.fact, assert, facts);
    },
  };
};

/** A schema that is a $ref to itself never comes to an answer: that ends the stack, not the program. */
const endless = (schema: CompiledSchema, refuse: (cause: unknown) => Fault): CompiledSchema => {
  const guarded: CompiledSchema = (value) => {
    try {
      const holds = schema(value);
      guarded.errors = schema.errors ?? null;
      return holds;
    } catch (error) {
      throw error instanceof RangeError ? refuse(error) : error;
    }
  };
  return guarded;
};

const documentOf = async (fact: Exclude<FactOfPolicy, 'tree'>, facts: FactBook): Promise<SourceDocument | undefined> =>
  fact === 'manifest' ? (await facts.get('manifest'))?.document : facts.get(fact);

const factValue = async (fact: FactOfPolicy, facts: FactBook): Promise<unknown> =>
  fact === 'tree' ? entriesOf(facts) : (await documentOf(fact, facts))?.value;

const known = new WeakMap<Tree, readonly TreeEntry[]>();
const entriesOf = async (facts: FactBook): Promise<readonly TreeEntry[]> => {
  const [tree, repo] = await Promise.all([facts.get('tree'), facts.get('repo')]);
  const before = known.get(tree) ?? treeEntries(tree, repo);
  known.set(tree, before);
  return before;
};

const judgeTree = async (
  rule: OwnRule,
  assert: CompiledSchema,
  facts: FactBook,
): Promise<readonly Offence[] | NotApplicable> => {
  const globs = rule.select.files?.map(globMatcher);
  const all = await entriesOf(facts);
  const entries = globs === undefined ? all : all.filter(({ path }) => globs.some((matches) => matches(path)));
  if (entries.length === 0) return missing(rule, { path: '.', message: rule.message, key: 'missing' });
  const at = rule.select.at ?? '';
  return entries.flatMap((entry): readonly Offence[] => {
    const wrong = selectValues(entry, at).some((place) =>
      place.missing ? (rule.onMissing ?? 'fail') === 'fail' : !assert(place.value),
    );
    return wrong ? [{ path: entry.path, message: rule.message, key: at }] : [];
  });
};

const paths = { pyproject: pyprojectPath, manifest: manifestPath, lock: lockPath } as const;

const judgeDocument = async (
  rule: OwnRule,
  fact: Exclude<FactOfPolicy, 'tree'>,
  assert: CompiledSchema,
  facts: FactBook,
): Promise<readonly Offence[] | NotApplicable> => {
  const document = await documentOf(fact, facts);
  const edits = editsOf(rule, paths[fact]);
  if (document === undefined) return missing(rule, { path: '.', message: rule.message, key: 'missing' });
  const selected = selectValues(document.value, rule.select.at ?? '');
  if (selected.length === 0) return notApplicable('nothing is selected');
  const offend = (pointer: string): Offence => ({
    path: document.path,
    ...document.locate(pointer),
    pointer,
    message: rule.message,
    key: pointer,
    ...(edits === undefined ? {} : { edits }),
  });
  const absent = selected.filter((place) => place.missing);
  const wrong = selected
    .filter((place) => !place.missing && !assert(place.value))
    // The first error's own place is closer than the place that was selected.
    .map((place) => offend(place.pointer + (assert(place.value) ? '' : (assert.errors?.[0]?.instancePath ?? ''))));
  if (absent.length === selected.length && rule.onMissing === 'notApplicable')
    return notApplicable('the selected place is not there');
  const lacking =
    rule.onMissing === 'pass' || rule.onMissing === 'notApplicable' ? [] : absent.map((place) => offend(place.pointer));
  return [...lacking, ...wrong];
};

const missing = (rule: OwnRule, offence: Offence): readonly Offence[] | NotApplicable => {
  if (rule.onMissing === 'notApplicable') return notApplicable('the selected place is not there');
  return rule.onMissing === 'pass' ? [] : [offence];
};

const editsOf = (rule: OwnRule, path: string): readonly Edit[] | undefined => {
  const { fix } = rule;
  if (fix === undefined || path === lockPath) return undefined;
  return [fix.op === 'set' ? { op: 'set', path, at: fix.at, value: fix.value } : { op: 'remove', path, at: fix.at }];
};
