import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatPrivateKey, parsePrivateKey } from '../../src/access/openssh-key.js';
import { ed25519FromSeed, fingerprint, parseSshPublicKey, verifyEd25519 } from '../../src/evidence/index.js';
import { need } from '../setup/require.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'autogov-key-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A key as the real ssh-keygen writes it. */
const keygen = (name: string, ...args: string[]): { readonly text: string; readonly pub: string } => {
  const path = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-f', path, '-C', 'ana at home', ...args]);
  return { text: readFileSync(path, 'utf8'), pub: readFileSync(`${path}.pub`, 'utf8') };
};

/** The judge of these is ssh-keygen; without one they are left out, and said to be. */
const real = test.runIf(need('ssh-keygen', 'toolchain'));

real('an Ed25519 key without passphrase signs what its public half verifies', () => {
  const { text, pub } = keygen('plain', '-t', 'ed25519', '-N', '');
  const read = parsePrivateKey(text);
  if (read.kind !== 'ed25519') throw new Error(read.kind);
  const publicKey = parseSshPublicKey(pub);
  expect(read.comment).toBe('ana at home');
  expect(Buffer.from(read.key.publicKey)).toEqual(Buffer.from(publicKey));
  const message = Buffer.from('message');
  expect(verifyEd25519(publicKey, message, read.key.sign(message))).toBe(true);
});

real('with CR LF line ends it is the same key', () => {
  const { text } = keygen('crlf', '-t', 'ed25519', '-N', '');
  expect(parsePrivateKey(text.replaceAll('\n', '\r\n')).kind).toBe('ed25519');
});

real('a key with a passphrase is locked, and still says which key it is', () => {
  const { text, pub } = keygen('locked', '-t', 'ed25519', '-N', 'open sesame');
  const read = parsePrivateKey(text);
  if (read.kind !== 'locked' || read.publicKey === undefined) throw new Error(read.kind);
  expect(fingerprint(read.publicKey)).toBe(fingerprint(parseSshPublicKey(pub)));
});

real.each([
  ['rsa', ['-t', 'rsa', '-b', '2048', '-N', ''], 'an ssh-rsa key'],
  ['rsa-pem', ['-t', 'rsa', '-b', '2048', '-N', '', '-m', 'PEM'], 'a RSA PRIVATE KEY'],
  ['ecdsa', ['-t', 'ecdsa', '-N', ''], 'an ecdsa-sha2-nistp256 key'],
])('a %s key cannot be used, and the reason names it', (name, args, reason) => {
  const read = parsePrivateKey(keygen(name, ...args).text);
  expect(read).toMatchObject({ kind: 'unusable' });
  expect(read.kind === 'unusable' && read.reason).toContain(reason);
});

real('every cut and every flipped byte of a key is refused, or is the same key', () => {
  const { text } = keygen('damaged', '-t', 'ed25519', '-N', '');
  const body = text.split('\n').slice(1, -2).join('');
  const bytes = Buffer.from(body, 'base64');
  const wrap = (data: Buffer): string =>
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${data.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
  const original = parsePrivateKey(text);
  if (original.kind !== 'ed25519') throw new Error(original.kind);
  for (let length = 0; length < bytes.length; length++) {
    expect(parsePrivateKey(wrap(bytes.subarray(0, length))).kind).not.toBe('ed25519');
  }
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x20;
    const read = parsePrivateKey(wrap(changed));
    if (read.kind === 'ed25519') expect(Buffer.from(read.key.publicKey)).toEqual(Buffer.from(original.key.publicKey));
  }
});

test.each(['', 'hello', '-----BEGIN OPENSSH PRIVATE KEY-----', '\0\0', '-----BEGIN PRIVATE KEY-----\nAAAA\n'])(
  '%j is no key',
  (text) => expect(parsePrivateKey(text).kind).toBe('unusable'),
);

real('the real ssh-keygen reads a key that autogov made', () => {
  const seed = Buffer.alloc(32, 7);
  const path = join(folder, 'made');
  writeFileSync(path, formatPrivateKey(seed, Buffer.from([1, 2, 3, 4]), 'autogov rita@LAPTOP-17'), { mode: 0o600 });
  const shown = execFileSync('ssh-keygen', ['-y', '-f', path], { encoding: 'utf8' });
  expect(fingerprint(parseSshPublicKey(shown))).toBe(fingerprint(ed25519FromSeed(seed).publicKey));
  expect(shown).toContain('autogov rita@LAPTOP-17');
  expect(parsePrivateKey(readFileSync(path, 'utf8')).kind).toBe('ed25519');
});
