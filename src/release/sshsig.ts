import { createHash } from 'node:crypto';
import { encodeBase64, sshWireKey } from '../evidence/index.js';
import type { Signer } from '../ports/index.js';

const magic = Buffer.from('SSHSIG');
const hash = 'sha512';

/**
 * A detached signature as `ssh-keygen -Y sign -n <namespace>` makes it, and as git reads it with gpg.format=ssh.
 * @returns the armored signature, lines of 70, ending in a line feed
 * @throws Fault AG410 if the key is locked or refused
 * @see openssh PROTOCOL.sshsig
 */
export const signSsh = async (signer: Signer, namespace: string, message: Uint8Array | string): Promise<string> => {
  const signature = await signer.sign(signedData(namespace, message));
  const version = Buffer.from([0, 0, 0, 1]);
  const blob = Buffer.concat([
    magic,
    version,
    string(sshWireKey(signer.publicKey)),
    string(namespace),
    string(''),
    string(hash),
    string(Buffer.concat([string('ssh-ed25519'), string(signature)])),
  ]);
  const lines = encodeBase64(blob).match(/.{1,70}/g) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
};

/** What the key signs: the message by its digest, bound to the namespace. */
const signedData = (namespace: string, message: Uint8Array | string): Uint8Array =>
  Buffer.concat([
    magic,
    string(namespace),
    string(''),
    string(hash),
    string(createHash(hash).update(message).digest()),
  ]);

/** RFC 4251 string: 32-bit big-endian length, bytes. */
const string = (value: Uint8Array | string): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
