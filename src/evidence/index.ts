export { decodeBase64, encodeBase64 } from './base64.js';
export { sha256 } from './digest.js';
export { type Ed25519Key, ed25519FromSeed, verifyEd25519 } from './ed25519.js';
export {
  type Envelope,
  mostLine,
  mostPayload,
  payloadType,
  preAuthEncoding,
  readEnvelope,
  signStatement,
  statementOf,
  verifyEnvelope,
} from './envelope.js';
export { newId } from './id.js';
export { fingerprint, parseSshPublicKey, sshPublicKeyLine, sshWireKey } from './ssh-key.js';
export {
  type Namespace,
  namespaceOf,
  type Predicate,
  type PredicateName,
  predicateName,
  predicateType,
  type Statement,
  type Subject,
  statement,
} from './statement.js';
export { isJsonObject, JsonProblem, parseStrictJson } from './strict-json.js';
