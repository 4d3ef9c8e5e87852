import type { FactName, Facts } from './facts/facts.js';
import type { Offence, Severity } from './model.js';

/** A small repository, as data: path to text. */
export interface Example {
  readonly files: Readonly<Record<string, string>>;
  /** Name of the repository, where it matters. */
  readonly name?: string;
}

/** A bundled rule: its documentation is its data, its examples are its first tests. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** The version of autogov that brought it. */
  readonly since: string;
  /** What it looks at, in the words of the docs. */
  readonly fact: FactName;
  /** The fault that it finds, one sentence. */
  readonly what: string;
  readonly why: string;
  /** The next step for a person, one sentence. */
  readonly next: string;
  readonly fixable: boolean;
  readonly pass: readonly Example[];
  readonly fail: readonly Example[];
  /** Every fact that `judge` reads: one that can't be read makes the rule an error, not a pass. */
  readonly facts: readonly FactName[];
  /** @returns what it objects to, or `notApplicable` with the reason where there is nothing to judge */
  readonly judge: (facts: Facts) => readonly Offence[] | NotApplicable;
}

export interface NotApplicable {
  readonly notApplicable: string;
}

type Definition<K extends FactName> = Omit<Rule, 'judge' | 'fact' | 'facts' | 'fixable'> & {
  readonly fact: K;
  readonly and?: readonly K[];
  readonly fixable?: boolean;
  readonly judge: (facts: Pick<Facts, K>) => readonly Offence[] | NotApplicable;
};

/** Defines a rule; `judge` sees no fact but `fact` and those in `and`. */
export const rule = <const K extends FactName>(definition: Definition<K>): Rule => {
  const { and = [], fixable = false, ...rest } = definition;
  return { ...rest, fixable, facts: [definition.fact, ...and] };
};

export const notApplicable = (reason: string): NotApplicable => ({ notApplicable: reason });

/** Paths whose content does not matter, for examples. */
export const paths = (...names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, '']));
