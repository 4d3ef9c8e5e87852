import { createHash } from 'node:crypto';
import { Fault } from '../faults/index.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { keyLength } from './ed25519.js';

const kind = 'ssh-ed25519';
// RFC 8709, section 4: string "ssh-ed25519", string key; strings have a 32-bit big-endian length before them (RFC 4251).
const prefix = Buffer.from(`\0\0\0\x0b${kind}\0\0\0\x20`, 'latin1');

/** The OpenSSH wire form of a raw Ed25519 public key: 51 bytes. */
export const sshWireKey = (publicKey: Uint8Array): Uint8Array => {
  if (publicKey.length !== keyLength) throw malformed(`${publicKey.length} bytes instead of ${keyLength}`);
  return Buffer.concat([prefix, publicKey]);
};

/** `SHA256:` and 43 characters of unpadded base64, as ssh-keygen -l prints it. */
export const fingerprint = (publicKey: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(sshWireKey(publicKey)).digest('base64').slice(0, 43)}`;

/** `ssh-ed25519 AAAA…`, with the comment behind it if there is one; no line feed. */
export const sshPublicKeyLine = (publicKey: Uint8Array, comment = ''): string =>
  `${kind} ${encodeBase64(sshWireKey(publicKey))}${comment === '' ? '' : ` ${comment}`}`;

/**
 * The raw 32 bytes of an OpenSSH public key line; what follows the key is comment.
 * @throws Fault AG411 for another key type, and for any spelling but the canonical one
 */
export const parseSshPublicKey = (text: string): Uint8Array => {
  const [type, blob] = text.trim().split(/[ \t]+/);
  if (type !== kind) throw malformed(`its type is ${type === undefined || type === '' ? 'missing' : type}`);
  const bytes = blob === undefined ? undefined : decodeBase64(blob);
  if (bytes === undefined) throw malformed('its base64 is not canonical');
  if (bytes.length !== prefix.length + keyLength || !prefix.equals(bytes.subarray(0, prefix.length))) {
    throw malformed('its content is not a 32-byte Ed25519 key');
  }
  return new Uint8Array(bytes.subarray(prefix.length));
};

const malformed = (reason: string): Fault => new Fault('AG411', { reason });
