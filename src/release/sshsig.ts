import { createHash } from 'node:crypto';
import { decodeBase64, encodeBase64, sshWireKey, verifyEd25519 } from '../evidence/index.js';
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

/**
 * The key of an armored SSHSIG over this message, where the signature holds.
 * @returns undefined for another namespace, algorithm or format, and for a signature that does not hold
 */
export const verifySsh = (armored: string, namespace: string, message: Uint8Array | string): Uint8Array | undefined => {
  const body = /^-----BEGIN SSH SIGNATURE-----\n([A-Za-z0-9+/=\n]+)\n-----END SSH SIGNATURE-----\n?$/.exec(
    armored,
  )?.[1];
  const blob = body === undefined ? undefined : decodeBase64(body.replaceAll('\n', ''));
  const fields = blob === undefined ? undefined : readFields(Buffer.from(blob));
  if (fields === undefined) return undefined;
  const [wire, space, reserved, algorithm, signature] = fields;
  const [kind, raw] = readStrings(signature ?? Buffer.alloc(0), 2) ?? [];
  const publicKey = wire?.subarray(-32);
  if (publicKey === undefined || raw === undefined || wire === undefined) return undefined;
  if (publicKey.length !== 32 || Buffer.compare(wire, sshWireKey(publicKey)) !== 0) return undefined;
  if (space?.toString() !== namespace || reserved?.length !== 0) return undefined;
  if (algorithm?.toString() !== hash || kind?.toString() !== 'ssh-ed25519') return undefined;
  return verifyEd25519(publicKey, signedData(namespace, message), raw) ? new Uint8Array(publicKey) : undefined;
};

const readFields = (blob: Buffer): Buffer[] | undefined =>
  blob.subarray(0, 6).equals(magic) && blob.length >= 10 && blob.readUInt32BE(6) === 1
    ? readStrings(blob.subarray(10), 5)
    : undefined;

/** Exactly that many strings, and nothing behind them. */
const readStrings = (bytes: Buffer, count: number): Buffer[] | undefined => {
  const found: Buffer[] = [];
  let at = 0;
  while (found.length < count) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    found.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return at === bytes.length ? found : undefined;
};
