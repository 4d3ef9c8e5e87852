import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Signer } from '../../src/ports/index.js';

/** PKCS #8 of an Ed25519 key up to its 32-byte seed (RFC 8410, section 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A signer with a key of its own by number: the same number is the same key. */
export const seededSigner = (number = 1): Signer => {
  const seed = Buffer.alloc(32, number);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
  const name = Buffer.from('ssh-ed25519');
  const wire = Buffer.concat([length(name.length), name, length(32), publicKey]);
  return {
    keyId: `SHA256:${createHash('sha256').update(wire).digest('base64').replace(/=+$/, '')}`,
    publicKey,
    sign: async (message) => new Uint8Array(sign(null, message, key)),
  };
};

const length = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
