import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { signSsh, verifySsh } from '../../src/release/sshsig.js';
import { need } from '../setup/require.js';
import { seededSigner } from '../world.js';
import { defaultSigners } from './place.js';

const signer = seededSigner(7);

describe('SSHSIG', () => {
  test.runIf(need('ssh-keygen', 'toolchain')).each(['', 'message\n', 'ünïcode', 'x'.repeat(100_000)])(
    'ssh-keygen accepts ours, and we accept it',
    async (message) => {
      const folder = mkdtempSync(join(tmpdir(), 'autogov-sshsig-'));
      try {
        const signature = await signSsh(signer, 'git', message);
        writeFileSync(join(folder, 'sig'), signature);
        writeFileSync(join(folder, 'allowed'), defaultSigners());
        const verify = (namespace: string) =>
          execFileSync(
            'ssh-keygen',
            ['-Y', 'verify', '-f', 'allowed', '-I', 'ana@example.com', '-n', namespace, '-s', 'sig'],
            { cwd: folder, input: message, stdio: 'pipe' },
          );
        expect(verify('git').toString()).toContain('Good "git" signature');
        expect(() => verify('file')).toThrow();
        expect(verifySsh(signature, 'git', message)).toEqual(signer.publicKey);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  const armor = (blob: Buffer): string =>
    `-----BEGIN SSH SIGNATURE-----\n${blob.toString('base64').replace(/(.{70})/g, '$1\n')}\n-----END SSH SIGNATURE-----\n`;
  const blobOf = (signature: string): Buffer => Buffer.from(signature.split('\n').slice(1, -2).join(''), 'base64');

  test('another message, namespace or frame is refused', async () => {
    const signature = await signSsh(signer, 'git', 'message');
    expect(verifySsh(signature, 'git', 'massage')).toBeUndefined();
    expect(verifySsh(signature, 'file', 'message')).toBeUndefined();
    expect(verifySsh('', 'git', 'message')).toBeUndefined();
    expect(verifySsh(signature.replace('BEGIN SSH', 'BEGIN PGP'), 'git', 'message')).toBeUndefined();
    expect(verifySsh(armor(Buffer.concat([blobOf(signature), Buffer.of(0)])), 'git', 'message')).toBeUndefined();
  });

  test('any flipped byte is refused', async () => {
    const blob = blobOf(await signSsh(signer, 'git', 'message'));
    expect(verifySsh(armor(blob), 'git', 'message')).toEqual(signer.publicKey);
    for (let at = 0; at < blob.length; at++) {
      const flipped = Buffer.from(blob);
      flipped.writeUInt8(blob.readUInt8(at) ^ 1, at);
      expect(verifySsh(armor(flipped), 'git', 'message')).toBeUndefined();
    }
  });
});
