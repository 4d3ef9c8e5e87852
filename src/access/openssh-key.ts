import { decodeBase64, type Ed25519Key, ed25519FromSeed, sshWireKey } from '../evidence/index.js';

/** What a private key file turned out to be. */
export type PrivateKey =
  | { readonly kind: 'ed25519'; readonly key: Ed25519Key; readonly comment: string }
  /** Needs a passphrase; the public half is readable without it. */
  | { readonly kind: 'locked'; readonly publicKey: Uint8Array | undefined }
  | { readonly kind: 'unusable'; readonly reason: string };

const head = '-----BEGIN OPENSSH PRIVATE KEY-----';
const foot = '-----END OPENSSH PRIVATE KEY-----';
const magic = Buffer.from('openssh-key-v1\0', 'latin1');

/**
 * Read a private key file in OpenSSH's own format.
 * @see OpenSSH, PROTOCOL.key: magic, cipher, kdf, kdf options, count, public key, private section (twice the same check
 * number, key type, public and private key, comment, padding 1, 2, 3 …)
 */
export const parsePrivateKey = (text: string): PrivateKey => {
  const trimmed = text.trim();
  if (!trimmed.startsWith(head) || !trimmed.endsWith(foot)) {
    const other = /^-----BEGIN ([A-Z0-9 ]+)-----/.exec(trimmed)?.[1];
    return unusable(other === undefined ? 'it is not a private key file' : `it is a ${other}, not an OpenSSH key`);
  }
  const bytes = decodeBase64(trimmed.slice(head.length, -foot.length).replaceAll(/\s/g, ''));
  if (bytes === undefined || !magic.equals(bytes.subarray(0, magic.length))) return unusable('it is damaged');
  try {
    return readKey(new Fields(bytes.subarray(magic.length)));
  } catch (error) {
    if (error instanceof RangeError) return unusable('it is damaged');
    throw error;
  }
};

const readKey = (fields: Fields): PrivateKey => {
  const cipher = fields.text();
  const kdf = fields.text();
  fields.bytes();
  if (fields.number() !== 1) return unusable('it holds more than one key');
  const shown = new Fields(fields.bytes());
  const type = shown.text();
  if (type !== 'ssh-ed25519') return unusable(`it is an ${type} key; autogov signs with ssh-ed25519`);
  const publicKey = new Uint8Array(shown.bytes());
  if (cipher !== 'none' || kdf !== 'none') {
    return { kind: 'locked', publicKey: publicKey.length === 32 ? publicKey : undefined };
  }
  const inner = new Fields(fields.bytes());
  const check = inner.number();
  if (check !== inner.number() || inner.text() !== type) return unusable('it is damaged');
  const again = inner.bytes();
  const secret = inner.bytes();
  const comment = inner.text();
  if (secret.length !== 64 || !inner.rest().every((byte, i) => byte === i + 1)) return unusable('it is damaged');
  const key = ed25519FromSeed(secret.subarray(0, 32));
  const same = [publicKey, again, secret.subarray(32)].every((half) => Buffer.compare(half, key.publicKey) === 0);
  return same ? { kind: 'ed25519', key, comment } : unusable('its public and private half do not belong together');
};

const unusable = (reason: string): PrivateKey => ({ kind: 'unusable', reason });

/**
 * An unencrypted private key file, as ssh-keygen writes it.
 * @param seed 32 bytes
 * @param check 4 random bytes
 */
export const formatPrivateKey = (seed: Uint8Array, check: Uint8Array, comment: string): string => {
  const { publicKey } = ed25519FromSeed(seed);
  const body = Buffer.concat([
    check,
    check,
    field('ssh-ed25519'),
    field(publicKey),
    field(Buffer.concat([seed, publicKey])),
    field(comment),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (body.length % 8)) % 8 }, (_, i) => i + 1));
  const whole = Buffer.concat([
    magic,
    field('none'),
    field('none'),
    field(''),
    Buffer.from([0, 0, 0, 1]),
    field(sshWireKey(publicKey)),
    field(Buffer.concat([body, padding])),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return `${[head, ...lines, foot].join('\n')}\n`;
};

const field = (content: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** RFC 4251 data; RangeError past the end. */
class Fields {
  private at = 0;
  private readonly data: Buffer;
  constructor(data: Uint8Array) {
    this.data = Buffer.from(data.buffer, data.byteOffset, data.length);
  }

  number(): number {
    const value = this.data.readUInt32BE(this.at);
    this.at += 4;
    return value;
  }

  bytes(): Uint8Array {
    const length = this.number();
    if (this.at + length > this.data.length) throw new RangeError('past the end');
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }

  text(): string {
    return Buffer.from(this.bytes()).toString('utf8');
  }

  rest(): Uint8Array {
    return this.data.subarray(this.at);
  }
}
