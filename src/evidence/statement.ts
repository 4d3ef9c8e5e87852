/** What a record is about; each entry is named by digest (`gitCommit`, `sha256`: lower-case hex). */
export interface Subject {
  readonly name?: string;
  readonly digest: Readonly<Record<string, string>>;
}

export type Predicate = Readonly<Record<string, unknown>>;

/** An in-toto Statement v1. @see github.com/in-toto/attestation, spec/v1/statement.md */
export interface Statement {
  readonly _type: typeof statementType;
  readonly subject: readonly Subject[];
  readonly predicateType: string;
  readonly predicate: Predicate;
}

export const statementType = 'https://in-toto.io/Statement/v1';

/**
 * The one SSH namespace that a signer must hold for each predicate type. A raw DSSE signature carries no namespace, so the
 * type decides; a type that is not listed is never authorised.
 */
const namespaces = {
  'log-open': 'autogov.run@v1',
  'run-start': 'autogov.run@v1',
  'run-record': 'autogov.run@v1',
  'check-result': 'autogov.run@v1',
  refused: 'autogov.run@v1',
  'key-rotate': 'autogov.run@v1',
  prune: 'autogov.run@v1',
  'log-close': 'autogov.run@v1',
  approval: 'autogov.approve@v1',
  release: 'autogov.release@v1',
  deploy: 'autogov.deploy@v1',
  'access-change': 'autogov.access@v1',
  'trust-change': 'autogov.access@v1',
  delegation: 'autogov.delegate@v1',
} as const;

export type PredicateName = keyof typeof namespaces;
export type Namespace = (typeof namespaces)[PredicateName];

export const namespaceOf = (name: PredicateName): Namespace => namespaces[name];

const typePrefix = 'urn:autogov:predicate:';
const typeSuffix = ':v1';

export const predicateType = (name: PredicateName): string => `${typePrefix}${name}${typeSuffix}`;

/** The name within one of our predicate types; undefined for anybody else's. */
export const predicateName = (type: string): PredicateName | undefined => {
  if (!type.startsWith(typePrefix) || !type.endsWith(typeSuffix)) return undefined;
  const name = type.slice(typePrefix.length, -typeSuffix.length);
  return Object.hasOwn(namespaces, name) ? (name as PredicateName) : undefined;
};

export const statement = (name: PredicateName, subject: readonly Subject[], predicate: Predicate): Statement => ({
  _type: statementType,
  subject,
  predicateType: predicateType(name),
  predicate,
});
