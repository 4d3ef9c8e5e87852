import { Fault } from '../faults/index.js';
import type { Signer } from '../ports/index.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { signatureLength, verifyEd25519 } from './ed25519.js';
import type { Statement, Subject } from './statement.js';
import { statementType } from './statement.js';
import { isJsonObject, JsonProblem, parseStrictJson } from './strict-json.js';

export const payloadType = 'application/vnd.in-toto+json';
/** Bytes of a payload and of a line (without its LF) at most: an entry bundle has 16 bits for the length of a line. */
export const mostPayload = 48_000;
export const mostLine = 65_535;

/** A DSSE envelope whose form has been checked, and its signature not yet. */
export interface Envelope {
  /** The signed bytes; for us an in-toto Statement as JSON. */
  readonly payload: Uint8Array;
  /** `SHA256:…`, only a hint: whoever made the line could write anything here. */
  readonly keyId: string;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

const paeHead = `DSSEv1 ${payloadType.length} ${payloadType} `;

/** The bytes that are signed: `DSSEv1 SP len SP type SP len SP body`, lengths in bytes (DSSE v1, protocol.md). */
export const preAuthEncoding = (payload: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`${paeHead}${payload.length} `), payload]);

/**
 * Sign a statement: one line of compact JSON without LF.
 * @throws Fault AG407 for a payload over 48,000 bytes; what the signer throws
 */
export const signStatement = async (signer: Signer, statement: Statement): Promise<string> => {
  const payload = Buffer.from(JSON.stringify(statement));
  if (payload.length > mostPayload) throw new Fault('AG407', { size: payload.length, limit: mostPayload });
  const signature = await signer.sign(preAuthEncoding(payload));
  return `${head}${encodeBase64(payload)}${middle}${signer.keyId}${tail}${encodeBase64(signature)}${end}`;
};

// An envelope has one spelling only, so what two readers could read in two ways (names twice, white space, another
// order, a byte order mark, a second signature) is refused without a JSON parser.
const head = `{"payloadType":"${payloadType}","payload":"`;
const middle = '","signatures":[{"keyid":"';
const tail = '","sig":"';
const end = '"}]}';
const keyIdShape = /^SHA256:[A-Za-z0-9+/]{43}$/;

/**
 * Take one envelope apart.
 * @param line without its LF
 * @throws Fault AG402 for anything that signStatement could not have written
 */
export const readEnvelope = (line: string | Uint8Array): Envelope => {
  // Only ASCII can pass the checks below; latin1 keeps every other byte visible as a character that cannot.
  const text =
    typeof line === 'string' ? line : Buffer.from(line.buffer, line.byteOffset, line.length).toString('latin1');
  if (text.length > mostLine) throw malformed(`it has ${text.length} bytes, more than ${mostLine}`);
  const endOfPayload = text.indexOf('"', head.length);
  const startOfKey = endOfPayload + middle.length;
  const endOfKey = text.indexOf('"', startOfKey);
  const startOfSig = endOfKey + tail.length;
  const framed =
    text.startsWith(head) &&
    endOfPayload > 0 &&
    text.startsWith(middle, endOfPayload) &&
    endOfKey > 0 &&
    text.startsWith(tail, endOfKey) &&
    text.endsWith(end) &&
    text.length - end.length >= startOfSig;
  if (!framed) throw malformed('it is not one DSSE envelope with one signature in compact JSON');
  const payload = decodeBase64(text.slice(head.length, endOfPayload));
  const keyId = text.slice(startOfKey, endOfKey);
  const signature = decodeBase64(text.slice(startOfSig, text.length - end.length));
  if (payload === undefined) throw malformed('its payload is not canonical base64');
  if (payload.length > mostPayload)
    throw malformed(`its payload has ${payload.length} bytes, more than ${mostPayload}`);
  if (!keyIdShape.test(keyId)) throw malformed('its keyid is not an SHA256 fingerprint');
  if (signature === undefined || signature.length !== signatureLength) {
    throw malformed(`its signature is not ${signatureLength} bytes in canonical base64`);
  }
  return { payload, keyId, signature };
};

/** Whether the signature is that of this raw 32-byte key. Says nothing of what the key may do. */
export const verifyEnvelope = (envelope: Envelope, publicKey: Uint8Array): boolean =>
  verifyEd25519(publicKey, preAuthEncoding(envelope.payload), envelope.signature);

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The statement inside; the form is checked, the content of the predicate is not.
 * @throws Fault AG402 for invalid UTF-8, a byte order mark, a name that stands twice, or what is no in-toto Statement v1
 */
export const statementOf = (envelope: Envelope): Statement => {
  let value: unknown;
  try {
    value = parseStrictJson(decoder.decode(envelope.payload));
  } catch (error) {
    const reason = error instanceof JsonProblem ? error.message : 'it is not UTF-8';
    throw malformed(`its payload is not strict JSON: ${reason}`);
  }
  if (!isJsonObject(value) || value['_type'] !== statementType)
    throw malformed('its payload is not an in-toto Statement v1');
  const { subject, predicateType, predicate } = value;
  if (Object.keys(value).length !== 4) throw malformed('its statement has other members than the four of in-toto');
  if (typeof predicateType !== 'string' || !isJsonObject(predicate))
    throw malformed('its predicate or the type is missing');
  if (!Array.isArray(subject) || !subject.every(isSubject)) throw malformed('its subjects are not named by digest');
  return { _type: statementType, subject, predicateType, predicate };
};

const isSubject = (value: unknown): value is Subject =>
  isJsonObject(value) &&
  isJsonObject(value['digest']) &&
  Object.values(value['digest']).every((digest) => typeof digest === 'string') &&
  (value['name'] === undefined || typeof value['name'] === 'string');

const malformed = (reason: string): Fault => new Fault('AG402', { reason });
