import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  decodeBase64,
  ed25519FromSeed,
  encodeBase64,
  fingerprint,
  JsonProblem,
  mostPayload,
  newId,
  parseSshPublicKey,
  parseStrictJson,
  preAuthEncoding,
  predicateName,
  readEnvelope,
  sha256,
  signStatement,
  sshPublicKeyLine,
  statement,
  statementOf,
  verifyEd25519,
  verifyEnvelope,
} from '../../src/evidence/index.js';
import { need } from '../setup/require.js';
import { seededSigner } from '../world.js';

const signer = seededSigner(1);
const said = statement('run-start', [{ name: 'HEAD', digest: { gitCommit: 'a'.repeat(40) } }], { text: 'größer' });

/** A line whose payload is this text; the signature is of the right form only. */
const lineOver = (payload: string | Uint8Array): string =>
  `{"payloadType":"application/vnd.in-toto+json","payload":"${encodeBase64(Buffer.from(payload))}","signatures":[{"keyid":"${
    signer.keyId
  }","sig":"${encodeBase64(new Uint8Array(64))}"}]}`;

describe('Ed25519', () => {
  // RFC 8032, section 7.1, TEST 3.
  const seed = Buffer.from('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'hex');
  const publicKey = Buffer.from('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 'hex');
  const signature = Buffer.from(
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    'hex',
  );

  test('agrees with RFC 8032', () => {
    const key = ed25519FromSeed(seed);
    expect(Buffer.from(key.publicKey)).toEqual(publicKey);
    expect(Buffer.from(key.sign(Buffer.from('af82', 'hex')))).toEqual(signature);
    expect(verifyEd25519(publicKey, Buffer.from('af82', 'hex'), signature)).toBe(true);
  });

  test.each([
    ['a short key', publicKey.subarray(1), signature],
    ['a key that is no point', Buffer.alloc(32, 0xff), signature],
    ['a short signature', publicKey, signature.subarray(1)],
    ['an empty signature', publicKey, Buffer.alloc(0)],
    ['another signature', publicKey, Buffer.alloc(64)],
  ])('is false, and throws nothing, for %s', (_, key, given) =>
    expect(verifyEd25519(key, Buffer.from('af82', 'hex'), given)).toBe(false),
  );
});

describe('OpenSSH keys', () => {
  test('survive the way there and back', () => {
    const line = sshPublicKeyLine(signer.publicKey, 'ana@example.com');
    expect(Buffer.from(parseSshPublicKey(`${line}\n`))).toEqual(Buffer.from(signer.publicKey));
    expect(fingerprint(signer.publicKey)).toBe(signer.keyId);
  });

  test.runIf(need('ssh-keygen', 'toolchain'))('have the fingerprint that ssh-keygen prints', () => {
    const input = `${sshPublicKeyLine(signer.publicKey, 'ana')}\n`;
    const { stdout } = spawnSync('ssh-keygen', ['-lf', '-'], { input, encoding: 'utf8' });
    expect(stdout).toContain(signer.keyId);
  });

  const [, blob = ''] = sshPublicKeyLine(signer.publicKey).split(' ');
  test.each([
    ['nothing', '', /type is missing/],
    ['an RSA key', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ', /type is ssh-rsa/],
    ['a security key', `sk-ssh-ed25519@openssh.com ${blob}`, /type is sk-/],
    ['base64 without padding at the end', `ssh-ed25519 ${blob}=`, /canonical/],
    ['base64 cut short', `ssh-ed25519 ${blob.slice(0, -4)}`, /32-byte/],
    ['the url alphabet', `ssh-ed25519 ${blob.replace(/[+/]/, '_').slice(0, -1)}_`, /canonical/],
    ['another type inside', `ssh-ed25519 ${encodeBase64(Buffer.alloc(51))}`, /32-byte/],
  ])('refuse %s', (_, text, reason) => expect(() => parseSshPublicKey(text)).toThrow(reason));
});

describe('base64', () => {
  test.each(['', 'AA==', 'AAA=', 'AAAA', '+/+/'])('takes %j', (text) => {
    expect(encodeBase64(decodeBase64(text) ?? Buffer.from('not decoded'))).toBe(text);
  });
  test.each(['A', 'AA', 'AAA', 'AA=', 'AB==', 'AAB=', 'AA==\n', ' AA==', 'AA==AA==', '-_-_', 'A=A=', '===='])(
    'refuses %j',
    (text) => expect(decodeBase64(text)).toBeUndefined(),
  );
});

describe('strict JSON', () => {
  test.each([
    '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"a\\"a"}',
    '{"":1,"__proto__":{"a":1}}',
    '"{\\"a\\":1,\\"a\\":2}"',
    'null',
  ])('takes %s', (text) => expect(parseStrictJson(text)).toEqual(JSON.parse(text)));
  test.each([
    ['{"a":1,"a":1}', /"a" stands twice/],
    ['{"a":1,"\\u0061":2}', /"a" stands twice/],
    ['{"b":[{"x":{"y":1,"z":[],"y":2}}]}', /"y" stands twice/],
    ['{"a":{"b":1},"a":2}', /"a" stands twice/],
    ['{"a":[1,{"b":"]"}],"c":1,"a":2}', /"a" stands twice/],
    ['\uFEFF{}', /does not parse/],
    ['{"a":1,}', /does not parse/],
    ['{} {}', /does not parse/],
    ['', /does not parse/],
  ])('refuses %s', (text, reason) => {
    expect(() => parseStrictJson(text)).toThrow(reason);
    expect(() => parseStrictJson(text)).toThrow(JsonProblem);
  });
});

describe('envelopes', () => {
  test('hold what was signed', async () => {
    const line = await signStatement(signer, said);
    const envelope = readEnvelope(line);
    expect(line).not.toContain('\n');
    expect(envelope.keyId).toBe(signer.keyId);
    expect(statementOf(envelope)).toEqual(said);
    expect(verifyEnvelope(envelope, signer.publicKey)).toBe(true);
    expect(verifyEnvelope(envelope, seededSigner(2).publicKey)).toBe(false);
    expect(readEnvelope(Buffer.from(line))).toEqual(envelope);
  });

  test('are signed over the encoding of DSSE, lengths in bytes', () => {
    const encoded = Buffer.from(preAuthEncoding(Buffer.from('größer'))).toString();
    expect(encoded).toBe('DSSEv1 28 application/vnd.in-toto+json 8 größer');
  });

  test('take a payload of 48,000 bytes and no more', async () => {
    const room = mostPayload - JSON.stringify(statement('release', [], { text: '' })).length;
    const line = await signStatement(signer, statement('release', [], { text: 'x'.repeat(room) }));
    expect(readEnvelope(line).payload.length).toBe(mostPayload);
    expect(line.length).toBeLessThan(65_536);
    const over = statement('release', [], { text: 'x'.repeat(room + 1) });
    await expect(signStatement(signer, over)).rejects.toMatchObject({ code: 'AG407' });
  });

  const line = lineOver(JSON.stringify(said));
  const sig = encodeBase64(new Uint8Array(64));
  test.each<[string, string]>([
    ['nothing', ''],
    ['a byte order mark', `\uFEFF${line}`],
    ['a line feed', `${line}\n`],
    ['a carriage return', `${line}\r`],
    ['a space behind', `${line} `],
    ['two in one', line + line],
    ['white space', line.replace('":"', '": "')],
    ['members in another order', line.replace(/^\{("payloadType":"[^"]*"),("payload":"[^"]*")/, '{$2,$1')],
    ['a member twice', line.replace('"payload":', '"payload":"","payload":')],
    ['an escaped member', line.replace('"payload":', '"\\u0070ayload":')],
    ['an unknown member', line.replace('"signatures"', '"x":1,"signatures"')],
    ['another payload type', line.replace('in-toto+json', 'in-toto+jsom')],
    ['no signature', line.replace(/"signatures":\[.*\]/, '"signatures":[]')],
    ['two signatures', line.replace(/\[(\{.*\})\]/, '[$1,$1]')],
    ['an empty key id', line.replace(/"keyid":"[^"]*"/, '"keyid":""')],
    ['a hex key id', line.replace(/"keyid":"[^"]*"/, `"keyid":"${'ab'.repeat(32)}"`)],
    ['a key id of 44 characters', line.replace(/"keyid":"([^"]*)"/, '"keyid":"$1A"')],
    ['an empty signature', line.replace(sig, '')],
    ['a signature of 63 bytes', line.replace(sig, encodeBase64(new Uint8Array(63)))],
    ['a signature without padding', line.replace(sig, sig.replace(/=+$/, ''))],
    ['a signature with unused bits', line.replace(sig, sig.replace(/A==$/, 'B=='))],
    ['a payload in the url alphabet', line.replace(/"payload":"./, '"payload":"_')],
    ['a payload with a line break', line.replace(/"payload":"(.{76})/, '"payload":"$1\\n')],
    ['a line of 65,536 bytes', line.padEnd(65_536, ' ')],
    ['bytes over ASCII', line.replace('payload"', 'päyload"')],
  ])('are refused with %s', (_, text) =>
    expect(() => readEnvelope(text)).toThrow(expect.objectContaining({ code: 'AG402' })),
  );

  test.each<[string, string | Uint8Array, RegExp]>([
    ['no JSON', '{', /does not parse/],
    ['a name twice', JSON.stringify(said).replace('"predicate"', '"subject":[],"predicate"'), /"subject" stands twice/],
    ['a name twice deep inside', JSON.stringify(said).replace('{"text"', '{"text":1,"text"'), /"text" stands twice/],
    ['a byte order mark', `\uFEFF${JSON.stringify(said)}`, /does not parse/],
    ['invalid UTF-8', Buffer.from('{"a":"\xff"}', 'latin1'), /not UTF-8/],
    [
      'another type',
      JSON.stringify({ ...said, _type: 'https://in-toto.io/Statement/v0.1' }),
      /not an in-toto Statement v1/,
    ],
    ['an array', '[]', /not an in-toto Statement v1/],
    ['a member more', JSON.stringify({ ...said, more: 1 }), /other members/],
    ['a predicate that is no object', JSON.stringify({ ...said, predicate: [] }), /predicate/],
    ['a subject without digest', JSON.stringify({ ...said, subject: [{ name: 'x' }] }), /digest/],
  ])('are refused with %s in the payload', (_, payload, reason) =>
    expect(() => statementOf(readEnvelope(lineOver(payload)))).toThrow(reason),
  );
});

test.each([
  ['urn:autogov:predicate:run-start:v1', 'run-start'],
  ['urn:autogov:predicate:run-start:v2', undefined],
  ['urn:autogov:predicate:toString:v1', undefined],
  ['https://slsa.dev/provenance/v1', undefined],
])('%s is named %s', (type, name) => expect(predicateName(type)).toBe(name));

test('ids are ULIDs that sort by time', () => {
  const at = (ms: number, byte: number) =>
    newId({ now: () => new Date(ms) }, { bytes: (count) => new Uint8Array(count).fill(byte) });
  expect(at(0, 0)).toBe('0'.repeat(26));
  expect(at(1_469_918_176_385, 0)).toMatch(/^01ARYZ6S41/);
  expect(at(281_474_976_710_655, 255)).toBe(`7${'Z'.repeat(25)}`);
  expect(at(1, 255) < at(2, 0)).toBe(true);
});

test('sha256 is hex, of text as UTF-8', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('ü')).toBe(sha256(Buffer.from('c3bc', 'hex')));
});
