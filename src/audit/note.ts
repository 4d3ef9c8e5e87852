import { createHash } from 'node:crypto';
import { decodeBase64, type Ed25519Key, ed25519FromSeed, encodeBase64, verifyEd25519 } from '../evidence/index.js';

/** The algorithm byte of Ed25519 in C2SP signed notes. */
const ed25519 = 1;

/** The public half of a key that signs notes. @see c2sp.org/signed-note */
export interface Verifier {
  readonly name: string;
  /** 8 hex digits: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
  readonly keyHash: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

export interface NoteKey extends Verifier {
  readonly key: Ed25519Key;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyHash: string;
  /** What follows the 4 bytes of the key hash. */
  readonly signature: Uint8Array;
}

export interface Note {
  /** What is signed: lines with their line feeds, the last one included. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const tagged = (bytes: Uint8Array): Uint8Array => Buffer.concat([Buffer.of(ed25519), bytes]);

const keyHash = (name: string, publicKey: Uint8Array): string =>
  createHash('sha256').update(`${name}\n`).update(tagged(publicKey)).digest('hex').slice(0, 8);

const isName = (name: string): boolean => name !== '' && !/[\s+]/u.test(name);

/** `name+hex8+base64(0x01 ‖ public key)`, as golang.org/x/mod/sumdb/note reads it. */
export const formatVkey = (verifier: Verifier): string =>
  `${verifier.name}+${verifier.keyHash}+${encodeBase64(tagged(verifier.publicKey))}`;

/** @returns undefined for anything but a canonical Ed25519 vkey */
export const parseVkey = (text: string): Verifier | undefined => {
  const parsed = parseKey(text);
  return parsed === undefined || parsed.keyHash !== keyHash(parsed.name, parsed.bytes)
    ? undefined
    : { name: parsed.name, keyHash: parsed.keyHash, publicKey: parsed.bytes };
};

const skeyPrefix = 'PRIVATE+KEY+';

/** @param seed 32 random bytes */
export const makeNoteKey = (name: string, seed: Uint8Array): { readonly key: NoteKey; readonly skey: string } => {
  const key = ed25519FromSeed(seed);
  const hash = keyHash(name, key.publicKey);
  return {
    key: { name, keyHash: hash, publicKey: key.publicKey, key },
    skey: `${skeyPrefix}${name}+${hash}+${encodeBase64(tagged(seed))}`,
  };
};

/** The key in a text of the form `PRIVATE+KEY+name+hex8+base64(0x01 ‖ seed)`; undefined for any other. */
export const parseSkey = (text: string): NoteKey | undefined => {
  const parsed = text.startsWith(skeyPrefix) ? parseKey(text.slice(skeyPrefix.length)) : undefined;
  if (parsed === undefined) return undefined;
  const { key } = makeNoteKey(parsed.name, parsed.bytes);
  return key.keyHash === parsed.keyHash ? key : undefined;
};

const parseKey = (text: string) => {
  const [, name, hash, encoded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  if (name === undefined || hash === undefined || encoded === undefined || !isName(name)) return undefined;
  const bytes = decodeBase64(encoded);
  if (bytes === undefined || bytes.length !== 33 || bytes[0] !== ed25519) return undefined;
  return { name, keyHash: hash, bytes: new Uint8Array(bytes.subarray(1)) };
};

/** Text, a blank line, and one line `— name base64(key hash ‖ signature)`; the signature covers the text with its last LF. */
export const signNote = (text: string, key: NoteKey): string => {
  const signature = key.key.sign(Buffer.from(text));
  return `${text}\n— ${key.name} ${encodeBase64(Buffer.concat([Buffer.from(key.keyHash, 'hex'), signature]))}\n`;
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const mostBytes = 1_000_000;
const mostSignatures = 100;

/**
 * Take a note apart; nothing is verified. Control characters, a missing last line feed, blank signature lines and
 * invalid UTF-8 are refused.
 * @returns a reason in words, if it is no note
 */
export const parseNote = (bytes: Uint8Array): Note | string => {
  if (bytes.length > mostBytes) return 'it is larger than a note can be';
  let whole: string;
  try {
    whole = decoder.decode(bytes);
  } catch {
    return 'it is not UTF-8';
  }
  // C0 without the line feed: what a signed note may not hold (C2SP signed-note).
  if (/[^\n\P{Cc}\u007f-\u009f]/u.test(whole)) return 'it has control characters';
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n')) return 'it has no signature';
  const lines = whole.slice(split + 2, -1).split('\n');
  if (lines.length > mostSignatures) return 'it has too many signatures';
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name, encoded] = /^— (\S+) (\S+)$/u.exec(line) ?? [];
    const content = encoded === undefined ? undefined : decodeBase64(encoded);
    if (name === undefined || !isName(name) || content === undefined || content.length < 5) {
      return 'a signature line is malformed';
    }
    const hash = Buffer.from(content.subarray(0, 4)).toString('hex');
    signatures.push({ name, keyHash: hash, signature: content.subarray(4) });
  }
  return { text: whole.slice(0, split + 1), signatures };
};

/** Whether one of the signatures is this verifier's; those of other names and key hashes are passed over. */
export const isSignedBy = (note: Note, verifier: Verifier): boolean =>
  note.signatures.some(
    (each) =>
      each.name === verifier.name &&
      each.keyHash === verifier.keyHash &&
      verifyEd25519(verifier.publicKey, Buffer.from(note.text), each.signature),
  );
