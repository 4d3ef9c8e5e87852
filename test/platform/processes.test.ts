import { spawn } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createAgent, readIdentities } from '../../src/platform/agent.js';
import { createProcesses } from '../../src/platform/processes.js';
import type { Command } from '../../src/ports/index.js';
import { findProgram, need } from '../setup/require.js';

const folder = (): string => {
  const made = mkdtempSync(join(realpathSync(tmpdir()), 'autogov-proc-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

const processes = createProcesses('linux', { PATH: process.env['PATH'] });
const shell = (script: string, more: Partial<Command> = {}): Command => ({
  program: '/bin/sh',
  args: ['-c', script],
  cwd: '/',
  env: { PATH: '/usr/bin:/bin' },
  ...more,
});
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe.each([
  ['run', processes.run],
  ['runNow', async (command: Command) => processes.runNow(command)],
])('%s', (_name, run) => {
  test('captures both streams and the exit code', async () => {
    const done = await run(shell('echo out; echo err >&2; exit 7'));
    expect([done.code, text(done.stdout), text(done.stderr), done.failure]).toEqual([7, 'out\n', 'err\n', undefined]);
  });

  test('hands on its input and nothing of our environment', async () => {
    const done = await run(shell('cat; env', { input: 'in|', env: { ONLY: '1' } }));
    expect(text(done.stdout)).toContain('in|');
    expect(text(done.stdout)).toContain('ONLY=1');
    expect(text(done.stdout)).not.toContain('HOME=');
  });

  test('a signal is no exit code', async () => {
    const done = await run(shell('kill -9 $$'));
    expect([done.code, done.signal]).toEqual([undefined, 'SIGKILL']);
  });

  test('output beyond the limit is dropped, and that is said', async () => {
    const done = await run(shell('yes | head -c 100000', { limit: 1000 }));
    expect(done.truncated).toBe(true);
    expect(done.stdout.length).toBeLessThanOrEqual(100_000);
  });

  test('a program that cannot be started is no exit code either', async () => {
    const done = await run(shell('', { program: '/none/program' }));
    expect([done.code, done.failure]).toEqual([undefined, 'ENOENT']);
  });

  test('a time limit ends it', async () => {
    const done = await run(shell('exec sleep 60', { timeout: 50 }));
    expect([done.timedOut, done.code]).toEqual([true, undefined]);
  });
});

describe('stream', () => {
  test('hands output on while it comes', async () => {
    const seen: string[] = [];
    const done = await processes.stream(shell('echo a; echo b >&2; exit 3'), (from, chunk) => {
      seen.push(`${from} ${text(chunk)}`);
    });
    expect(done.code).toBe(3);
    expect(seen.sort()).toEqual(['stderr b\n', 'stdout a\n']);
  });

  test('a daemon that keeps the pipes does not keep the run', async () => {
    const heard: string[] = [];
    const done = await processes.stream(shell('echo first; sleep 60 & exit 3'), (_, chunk) => heard.push(text(chunk)));
    expect([done.code, heard.join('')]).toEqual([3, 'first\n']);
    expect(done.elapsed).toBeLessThan(50_000);
  }, 60_000);

  test('a time limit reaches what the child has started', async () => {
    // The inner shell holds the pipe: the stream ends only when that, too, has ended.
    const script = "(trap 'echo told; exit' TERM; echo ready; sleep 60 & wait) & wait";
    let said = '';
    const done = await processes.stream(shell(script, { timeout: 2000 }), (_, chunk) => {
      said += text(chunk);
    });
    expect([done.timedOut, said]).toEqual([true, 'ready\ntold\n']);
  });
});

test('a program is found once, executable files only', () => {
  const place = folder();
  const program = join(place, 'tool');
  writeFileSync(program, '#!/bin/sh\n');
  expect(createProcesses('linux', { PATH: place }).find('tool')).toBeUndefined();
  chmodSync(program, 0o755);
  const found = createProcesses('linux', { PATH: place });
  expect(found.find('tool')).toBe(program);
  expect(found.find('tool', place)).toBeUndefined();
  rmSync(program);
  expect(found.find('tool')).toBe(program);
});

describe('the ssh-agent', () => {
  const length = (value: number) => [0, 0, value >> 8, value & 255];
  const packed = (bytes: number[]) => [...length(bytes.length), ...bytes];
  const ascii = (word: string) => [...Buffer.from(word)];
  const key = (type: string, size: number) => packed([...packed(ascii(type)), ...packed(Array(size).fill(7))]);

  test.each<[string, number[], number | undefined]>([
    ['one Ed25519 key', [12, ...length(1), ...key('ssh-ed25519', 32), ...packed(ascii('ana'))], 1],
    [
      'others are left out',
      [12, ...length(2), ...key('ssh-rsa', 40), ...packed([]), ...key('ssh-ed25519', 32), ...packed([])],
      1,
    ],
    ['a key of the wrong size', [12, ...length(1), ...key('ssh-ed25519', 31), ...packed([])], 0],
    ['no keys', [12, ...length(0)], 0],
    ['another message', [5], undefined],
    ['cut short', [12, ...length(1), ...key('ssh-ed25519', 32)], undefined],
    ['bytes behind the end', [12, ...length(0), 1], undefined],
    ['a count beyond reason', [12, 255, 255, 255, 255], undefined],
    ['nothing', [], undefined],
  ])('%s', (_title, bytes, count) => expect(readIdentities(Uint8Array.from(bytes))?.length).toBe(count));

  test('no agent holds no keys', async () => {
    const gone = createAgent('linux', { SSH_AUTH_SOCK: join(folder(), 'none') });
    expect(await gone.identities()).toEqual([]);
    expect(await createAgent('linux', {}).identities()).toEqual([]);
  });

  const program = findProgram('ssh-agent');
  const able = [need('ssh-agent', 'toolchain'), need('ssh-add', 'toolchain')].every(Boolean);
  test.runIf(able)('the real one signs with the key that it holds', async () => {
    const place = folder();
    const socket = join(place, 'agent');
    const agent = spawn(program ?? '', ['-D', '-a', socket], { stdio: 'ignore' });
    onTestFinished(() => void agent.kill());
    while (!existsSync(socket)) await new Promise((next) => setImmediate(next));
    const path = join(place, 'key');
    const made = processes.runNow(
      shell(`ssh-keygen -q -t ed25519 -N '' -C ana -f '${path}' && SSH_AUTH_SOCK='${socket}' ssh-add -q '${path}'`),
    );
    expect(text(made.stderr)).toBe('');
    const [identity] = await createAgent('linux', { SSH_AUTH_SOCK: socket }).identities();
    const message = Buffer.from('a message');
    const signature = await identity?.sign(message);
    expect(identity?.comment).toBe('ana');
    const x = Buffer.from(identity?.publicKey ?? []).toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, message, publicKey, signature ?? new Uint8Array())).toBe(true);
  });
});
