import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { namespaces, parseAllowedSigners, signerLine } from '../../src/access/index.js';
import { sshPublicKeyLine } from '../../src/evidence/index.js';
import { Fault } from '../../src/faults/index.js';
import { need } from '../setup/require.js';
import { seededSigner } from '../world.js';

const key = sshPublicKeyLine(seededSigner(1).publicKey);
const other = sshPublicKeyLine(seededSigner(2).publicKey);
const run = 'namespaces="autogov.run@v1"';

const faultOf = (text: string): Fault => {
  try {
    parseAllowedSigners(text);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('it was accepted');
};

test('a list with comments, empty lines, options in any order and a comment behind the key', () => {
  const text = [
    '# people',
    '',
    `ana@example.com namespaces="autogov.run@v1,git" ${key} ana at home`,
    `  # indented comment`,
    `ci@project valid-after="20260101Z",${run},valid-before="20270101123000Z" ${other}`,
    '',
  ].join('\n');
  const [ana, ci] = parseAllowedSigners(text);
  expect(ana).toMatchObject({ line: 3, principal: 'ana@example.com', comment: 'ana at home' });
  expect(ana?.namespaces).toEqual(['autogov.run@v1', 'git']);
  expect(ana?.keyId).toBe(seededSigner(1).keyId);
  expect(ana).not.toHaveProperty('validAfter');
  expect(ci).toMatchObject({
    line: 5,
    validAfter: Date.parse('2026-01-01T00:00:00Z'),
    validBefore: Date.parse('2027-01-01T12:30:00Z'),
  });
});

test.each([
  ['no namespaces', `ana@example.com ${key}`, 'namespaces'],
  ['a pattern as principal', `*@example.com ${run} ${key}`, 'one exact name'],
  ['a list of principals', `a@x,b@x ${run} ${key}`, 'one exact name'],
  ['a negated principal', `!ana@x ${run} ${key}`, 'one exact name'],
  ['a quoted principal', `"ana x" ${run} ${key}`, 'one exact name'],
  ['a certificate authority', `ana@x cert-authority,${run} ${key}`, 'cert-authority'],
  ['an unknown namespace', `ana@x namespaces="autogov.rum@v1" ${key}`, 'did you mean autogov.run@v1?'],
  ['a namespace pattern', `ana@x namespaces="autogov.*" ${key}`, 'unknown namespace "autogov.*"'],
  ['a negated namespace', `ana@x namespaces="!git" ${key}`, 'unknown namespace "!git"'],
  ['a namespace twice', `ana@x namespaces="git,git" ${key}`, 'twice'],
  ['no namespace at all', `ana@x namespaces="" ${key}`, 'unknown namespace ""'],
  ['an option twice', `ana@x ${run},${run} ${key}`, 'twice'],
  ['an unknown option', `ana@x namespace="git" ${key}`, 'did you mean namespaces?'],
  ['an option without quotes', `ana@x namespaces=git ${key}`, 'options are'],
  ['a date without Z', `ana@x ${run},valid-before="20270101" ${key}`, 'ends in Z'],
  ['a date that is no day', `ana@x ${run},valid-before="20270230Z" ${key}`, 'no date of the calendar'],
  ['an hour that is none', `ana@x ${run},valid-after="202701012500Z" ${key}`, 'no date of the calendar'],
  ['an RSA key', `ana@x ${run} ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==`, 'ssh-ed25519 only'],
  ['a security key', `ana@x ${run} sk-ssh-ed25519@openssh.com AAAAGnNr`, 'ssh-ed25519 only'],
  ['a cut key', `ana@x ${run} ${key.slice(0, -5)}`, 'the key:'],
  ['no key', `ana@x ${run}`, 'no key'],
  ['only a principal', 'ana@x', 'needs a principal, namespaces and a key'],
  ['the same key twice', `ana@x ${run} ${key}\nben@x ${run} ${key}`, 'stands in line 1 already'],
  ['CR LF', `ana@x ${run} ${key}\r\n`, 'CR LF'],
  ['a zero-width space', `ana@x\u200b ${run} ${key}`, 'invisible'],
  ['a right-to-left mark', `ana@x ${run} ${key} \u202egpj`, 'invisible'],
  ['a byte order mark', `\ufeffana@x ${run} ${key}`, 'invisible'],
])('%s is refused with line and column', (_, text, reason) => {
  const fault = faultOf(text);
  expect(fault.code).toBe('AG420');
  expect(fault.message).toContain(reason);
  expect(fault.where).toMatch(/^\.autogov\/allowed_signers:\d+:\d+$/);
});

test('the line of a fault is the line in the file', () => {
  expect(faultOf(`# head\n\nana@x ${run} ${key}\nben@* ${run} ${other}\n`).detail).toMatchObject({
    line: 4,
    column: 1,
  });
});

test.runIf(need('ssh-keygen', 'toolchain'))('what signerLine writes, ssh-keygen accepts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'autogov-signers-'));
  try {
    const keyFile = join(folder, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ana', '-f', keyFile]);
    const [signer] = parseAllowedSigners(`ana@example.com ${run} ${readFileSync(`${keyFile}.pub`, 'utf8')}`);
    if (signer === undefined) throw new Error('no signer');
    const list = join(folder, 'allowed_signers');
    const text = `${signerLine('ana@example.com', namespaces, signer.publicKey)}\n`;
    writeFileSync(list, text);
    expect(parseAllowedSigners(text)[0]?.namespaces).toEqual([...namespaces]);
    const message = join(folder, 'message');
    writeFileSync(message, 'hello');
    execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-f', keyFile, '-n', 'autogov.run@v1', message]);
    const verified = execFileSync(
      'ssh-keygen',
      ['-Y', 'verify', '-f', list, '-I', 'ana@example.com', '-n', 'autogov.run@v1', '-s', `${message}.sig`],
      { input: 'hello', encoding: 'utf8' },
    );
    expect(verified).toContain('Good "autogov.run@v1" signature for ana@example.com');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
