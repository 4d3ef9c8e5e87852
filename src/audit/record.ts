import {
  fingerprint,
  isJsonObject,
  type PredicateName,
  parseSshPublicKey,
  predicateName,
  readEnvelope,
  type Statement,
  sshPublicKeyLine,
  statementOf,
  verifyEnvelope,
} from '../evidence/index.js';
import { Fault } from '../faults/index.js';

/** Who signed a record. */
export interface Actor {
  readonly principal: string;
  /** `ssh-ed25519 AAAA…` of the key that signed this record. */
  readonly key: string;
}

/** The members that `append` itself puts into the predicate of every record. */
export interface Common {
  /** ULID; no two records of a log have the same. */
  readonly id: string;
  readonly logId: string;
  /** ISO 8601, UTC: what the clock of the machine said, which proves nothing. */
  readonly time: string;
  readonly actor: Actor;
  /** The checkpoint that was current when the record was signed; the root is base64. Null in record 0. */
  readonly before: { readonly size: number; readonly root: string } | null;
}

/** A record whose signature holds under the key that it names. Whether that key may say so is another question. */
export interface SignedRecord {
  readonly name: PredicateName;
  readonly common: Common;
  readonly publicKey: Uint8Array;
  readonly keyId: string;
  readonly statement: Statement;
}

export const actorOf = (principal: string, publicKey: Uint8Array): Actor => ({
  principal,
  key: sshPublicKeyLine(publicKey),
});

/**
 * Read one line of a log and verify its signature.
 * @param logId the log in which it stands
 * @throws Fault AG402 with the first thing that is wrong
 */
export const readSignedRecord = (line: Uint8Array, logId: string): SignedRecord => {
  const envelope = readEnvelope(line);
  const read = readStatement(statementOf(envelope), logId);
  if (fingerprintOf(read.publicKey) !== envelope.keyId) throw wrong('its keyid is not that of the key it names');
  if (!verifyEnvelope(envelope, read.publicKey)) throw wrong('its signature does not hold');
  return { ...read, keyId: envelope.keyId };
};

/** The same without verifying the signature: for lists. @param logId any log, where it is left out */
export const readUnverifiedRecord = (line: Uint8Array, logId?: string): SignedRecord => {
  const envelope = readEnvelope(line);
  return { ...readStatement(statementOf(envelope), logId), keyId: envelope.keyId };
};

const readStatement = (statement: Statement, logId: string | undefined): Omit<SignedRecord, 'keyId'> => {
  const name = predicateName(statement.predicateType);
  if (name === undefined) throw wrong(`its type is unknown: ${statement.predicateType}`);
  const { id, logId: ownLog, time, actor, before } = statement.predicate;
  if (typeof id !== 'string' || !idShape.test(id)) throw wrong('it has no id');
  if (typeof ownLog !== 'string' || ownLog !== (logId ?? ownLog)) throw wrong('it was signed for another log');
  if (typeof time !== 'string' || !isActor(actor)) throw wrong('it does not say when, or by whom');
  if (before !== null && !isBefore(before)) throw wrong('it does not name the checkpoint before it');
  const publicKey = keyOf(actor.key);
  if (publicKey === undefined) throw wrong('the key that it names is not an Ed25519 key');
  return { name, common: { id, logId: ownLog, time, actor, before }, publicKey, statement };
};

const idShape = /^[0-9A-HJKMNP-TV-Z]{26}$/;

const isActor = (value: unknown): value is Actor =>
  isJsonObject(value) && typeof value['principal'] === 'string' && typeof value['key'] === 'string';

const isBefore = (value: unknown): value is { size: number; root: string } =>
  isJsonObject(value) && Number.isSafeInteger(value['size']) && typeof value['root'] === 'string';

const parsed = new Map<string, Uint8Array | undefined>();

/** The raw key of an OpenSSH line; undefined if it is none. A log has few keys and many records. */
export const keyOf = (line: string): Uint8Array | undefined => {
  if (parsed.has(line)) return parsed.get(line);
  if (parsed.size > 1000) parsed.clear();
  let key: Uint8Array | undefined;
  try {
    key = parseSshPublicKey(line);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  parsed.set(line, key);
  return key;
};

const fingerprints = new WeakMap<Uint8Array, string>();

/** Computed once for each array that keyOf has handed out. */
const fingerprintOf = (publicKey: Uint8Array): string => {
  const known = fingerprints.get(publicKey) ?? fingerprint(publicKey);
  fingerprints.set(publicKey, known);
  return known;
};

const wrong = (reason: string): Fault => new Fault('AG402', { reason });
