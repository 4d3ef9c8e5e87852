import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** Bytes of a raw public key and of a raw signature (RFC 8032). */
export const keyLength = 32;
export const signatureLength = 64;

// RFC 8410: the fixed DER prefixes that turn a raw key into SubjectPublicKeyInfo and PKCS #8.
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

const imported = new Map<string, KeyObject>();
const mostImported = 256;

const publicKeyObject = (publicKey: Uint8Array): KeyObject => {
  const name = Buffer.from(publicKey).toString('latin1');
  const known = imported.get(name);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: Buffer.concat([publicPrefix, publicKey]), format: 'der', type: 'spki' });
  if (imported.size >= mostImported) imported.clear();
  imported.set(name, key);
  return key;
};

/**
 * @param publicKey 32 bytes, raw
 * @param signature 64 bytes, raw
 * @returns false also for a key or signature of a wrong length, or a key that is no point of the curve
 */
export const verifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  if (publicKey.length !== keyLength || signature.length !== signatureLength) return false;
  try {
    return verify(null, message, publicKeyObject(publicKey), signature);
  } catch {
    return false;
  }
};

/** A private key in memory that signs at once. */
export interface Ed25519Key {
  /** 32 bytes, raw. */
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** @param seed 32 bytes, the private key as RFC 8032 defines it */
export const ed25519FromSeed = (seed: Uint8Array): Ed25519Key => {
  if (seed.length !== keyLength) throw new RangeError(`an Ed25519 seed has ${keyLength} bytes, not ${seed.length}`);
  const key = createPrivateKey({ key: Buffer.concat([privatePrefix, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: new Uint8Array(spki.subarray(publicPrefix.length)),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
};
