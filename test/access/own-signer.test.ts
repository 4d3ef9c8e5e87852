import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { obtainSigner, parseAllowedSigners, signerLine } from '../../src/access/index.js';
import { formatPrivateKey } from '../../src/access/openssh-key.js';
import { ed25519FromSeed, fingerprint, parseSshPublicKey, verifyEd25519 } from '../../src/evidence/index.js';
import { Fault } from '../../src/faults/index.js';
import { agentPath, createAgent } from '../../src/platform/agent.js';
import type { Agent, Git } from '../../src/ports/index.js';
import { need } from '../setup/require.js';
import { makeWorld, type Overrides, seededSigner } from '../world.js';

const home = '/home/ana/.ssh/id_ed25519';
const made = '/home/ana/.config/autogov/keys/id_ed25519';
const file = (seed: number): string => formatPrivateKey(Buffer.alloc(32, seed), Buffer.alloc(4), 'test');
const idOf = (seed: number): string => fingerprint(ed25519FromSeed(Buffer.alloc(32, seed)).publicKey);
const grant = (...seeds: number[]) => ({
  signers: parseAllowedSigners(
    seeds
      .map((seed) => signerLine(`person${seed}@example.com`, ['autogov.run@v1'], seededSigner(seed).publicKey))
      .join('\n'),
  ),
});
const agentOf = (...seeds: number[]): Agent => ({
  identities: async () =>
    seeds.map((seed) => {
      const { publicKey, sign } = seededSigner(seed);
      return { publicKey, comment: '', sign };
    }),
});
const git: Git = {
  program: '/usr/bin/git',
  repository: () => undefined,
  identity: () => ({ name: 'Ana', email: 'ana@example.com' }),
  create: () => {
    throw new Error('nothing is created here');
  },
};
const worldOf = (overrides: Overrides) => makeWorld({ agent: agentOf(), git, ...overrides });

/** A key with the passphrase "x", made once by ssh-keygen. */
const lockedKey = (): { readonly text: string; readonly publicKey: Uint8Array } => {
  const folder = mkdtempSync(join(tmpdir(), 'autogov-locked-'));
  try {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'x', '-f', join(folder, 'key')]);
    const publicKey = parseSshPublicKey(readFileSync(join(folder, 'key.pub'), 'utf8'));
    return { text: readFileSync(join(folder, 'key'), 'utf8'), publicKey };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
const able = need('ssh-keygen', 'toolchain');
/** Without ssh-keygen the cases that need it are left out. */
const locked = able ? lockedKey() : undefined;

type Obtained = [string, Overrides, readonly number[], number, string];

test.each<Obtained>([
  ['the agent comes first', { agent: agentOf(1, 2), tree: { [home]: file(3) } }, [], 1, 'agent'],
  ['then the file', { tree: { [home]: file(3), [made]: file(4) } }, [], 3, 'file'],
  ['then the key made before', { tree: { [made]: file(4) } }, [], 4, 'made'],
  ...(locked === undefined
    ? []
    : [
        ['a locked file is passed over', { tree: { [home]: locked.text, [made]: file(4) } }, [], 4, 'made'] as Obtained,
      ]),
  ['a granted key of the agent comes before its first', { agent: agentOf(1, 2) }, [2], 2, 'agent'],
  ['a granted file before an unknown agent', { agent: agentOf(1), tree: { [home]: file(3) } }, [3], 3, 'file'],
  ['a granted key made before', { agent: agentOf(1), tree: { [home]: file(3), [made]: file(4) } }, [4], 4, 'made'],
  ['none granted: the order stands', { agent: agentOf(1), tree: { [home]: file(3) } }, [9], 1, 'agent'],
])('%s', async (_, overrides, granted, expected, origin) => {
  const own = await obtainSigner(worldOf(overrides), grant(...granted));
  expect(own).toMatchObject({ signer: { keyId: idOf(expected) }, origin });
  expect(own.principal).toBe(granted.includes(expected) ? `person${expected}@example.com` : 'ana@example.com');
  expect(own).not.toHaveProperty('said');
});

test('without any key one is made, for its owner only, and said; the next call finds it', async () => {
  const world = worldOf({});
  const [first, second] = [await obtainSigner(world), await obtainSigner(world)];
  expect(first).toMatchObject({ origin: 'made', said: 'made a key for ana on host-1' });
  expect(second).toMatchObject({ origin: 'made', signer: { keyId: first.signer.keyId } });
  expect(second).not.toHaveProperty('said');
  expect(world.files.stat(made)?.mode).toBe(0o600);
  expect(world.files.readText(`${made}.pub`)).toContain('autogov ana@host-1');
});

test('two first calls at once end up with one key', async () => {
  const world = worldOf({});
  const both = await Promise.all([obtainSigner(world), obtainSigner(world)]);
  expect(new Set(both.map((own) => own.signer.keyId)).size).toBe(1);
  expect(both.filter((own) => own.said !== undefined)).toHaveLength(1);
});

type Refused = [string, Overrides, string, string];

test.each<Refused>([
  ...(locked === undefined
    ? []
    : [
        [
          'AUTOGOV_KEY locked',
          { machine: { env: { AUTOGOV_KEY: '/k' } }, tree: { '/k': locked.text } },
          'AG410',
          'passphrase',
        ] as Refused,
      ]),
  ['AUTOGOV_KEY absent', { machine: { env: { AUTOGOV_KEY: '/k' } } }, 'AG431', 'no such file'],
  [
    'AUTOGOV_KEY no key',
    { machine: { env: { AUTOGOV_KEY: '/k' } }, tree: { '/k': 'x' } },
    'AG431',
    'not a private key',
  ],
  ['a damaged key made before', { tree: { [made]: 'x' } }, 'AG431', 'not a private key'],
])('%s is one clear fault', async (_, overrides, code, reason) => {
  const failed = obtainSigner(worldOf(overrides));
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(reason) });
});

test.runIf(able)(
  'where the granted key is the locked one, the fault says how to unlock it instead of taking another',
  async () => {
    if (locked === undefined) throw new Error('ssh-keygen made no key');
    const access = { signers: parseAllowedSigners(signerLine('ana@x', ['autogov.run@v1'], locked.publicKey)) };
    const failed = obtainSigner(worldOf({ tree: { [home]: locked.text, [made]: file(4) } }), access);
    await expect(failed).rejects.toMatchObject({ code: 'AG410', try: expect.stringContaining('ssh-add') });
  },
);

test('AUTOGOV_KEY is a file, relative to where the user stands, or the key itself', async () => {
  const tree = { '/home/ana/repo/ci.key': file(5) };
  const named = await obtainSigner(worldOf({ machine: { env: { AUTOGOV_KEY: 'ci.key' } }, tree, agent: agentOf(1) }));
  const inline = await obtainSigner(worldOf({ machine: { env: { AUTOGOV_KEY: file(6) } } }));
  expect([named.signer.keyId, inline.signer.keyId]).toEqual([idOf(5), idOf(6)]);
});

test('a signature of the agent that does not verify is refused', async () => {
  const { publicKey } = seededSigner(1);
  const agent: Agent = { identities: async () => [{ publicKey, comment: '', sign: seededSigner(2).sign }] };
  const own = await obtainSigner(worldOf({ agent }));
  await expect(own.signer.sign(Buffer.from('x'))).rejects.toMatchObject({ code: 'AG410' });
});

/** A real ssh-agent for one test. */
const withAgent = async (body: (socket: string, folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'autogov-agent-'));
  const socket = join(folder, 'socket');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  try {
    while (!existsSync(socket)) await new Promise((next) => setTimeout(next, 5));
    await body(socket, folder);
  } finally {
    agent.kill();
    rmSync(folder, { recursive: true });
  }
};

const agents = [able, need('ssh-agent', 'toolchain'), need('ssh-add', 'toolchain')].every(Boolean);

test.runIf(agents)('the real ssh-agent lists its Ed25519 keys only, signs, and refuses when locked', () =>
  withAgent(async (socket, folder) => {
    const env = { ...process.env, SSH_AUTH_SOCK: socket };
    const add = (name: string, ...args: string[]): void => {
      execFileSync('ssh-keygen', ['-q', '-N', '', '-C', name, '-f', join(folder, name), ...args]);
      execFileSync('ssh-add', ['-q', join(folder, name)], { env, stdio: 'ignore' });
    };
    const agent = createAgent('linux', env);
    expect(await agent.identities()).toEqual([]);
    add('rsa', '-t', 'rsa', '-b', '2048');
    add('ecdsa', '-t', 'ecdsa');
    expect(await agent.identities()).toEqual([]);
    add('one', '-t', 'ed25519');
    add('two', '-t', 'ed25519');
    const [one, two] = await agent.identities();
    expect([one?.comment, two?.comment]).toEqual(['one', 'two']);
    if (one === undefined) throw new Error('no key');
    const message = Buffer.alloc(100_000, 7);
    expect(verifyEd25519(one.publicKey, message, await one.sign(message))).toBe(true);
    execFileSync('ssh-add', ['-q', '-d', join(folder, 'one')], { env, stdio: 'ignore' });
    await expect(one.sign(message)).rejects.toThrow(Fault);
    await expect(one.sign(message)).rejects.toMatchObject({
      code: 'AG410',
      message: expect.stringContaining('refused'),
    });
  }),
);

test.each<[string, readonly number[] | 'hang up']>([
  ['hangs up', 'hang up'],
  ['answers nonsense', [0, 0, 0, 3, 12, 255, 255]],
  ['claims more than it sends', [0, 0, 0, 5, 12, 0, 0, 0, 9]],
  ['claims a huge message', [127, 255, 255, 255]],
  ['answers an empty message', [0, 0, 0, 0]],
  ['fails', [0, 0, 0, 1, 5]],
])('an agent that %s holds no keys', async (_, answer) => {
  const folder = mkdtempSync(join(tmpdir(), 'autogov-agent-'));
  const socket = join(folder, 'socket');
  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (answer === 'hang up') client.destroy();
    else client.on('data', () => client.write(Buffer.from(answer)));
  });
  await new Promise<void>((ready) => server.listen(socket, ready));
  try {
    expect(await createAgent('linux', { SSH_AUTH_SOCK: socket }).identities()).toEqual([]);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});

test('no socket, a dead socket and a relative path are no agent', async () => {
  expect(await createAgent('linux', {}).identities()).toEqual([]);
  expect(await createAgent('linux', { SSH_AUTH_SOCK: '/nonexistent/socket' }).identities()).toEqual([]);
  expect(agentPath('linux', { SSH_AUTH_SOCK: 'socket' })).toBeUndefined();
  expect(agentPath('win32', {})).toBe('\\\\.\\pipe\\openssh-ssh-agent');
  expect(agentPath('win32', { SSH_AUTH_SOCK: '/c/cygwin/socket' })).toBe('\\\\.\\pipe\\openssh-ssh-agent');
});
