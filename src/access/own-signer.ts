import { isAbsolute, join, resolve } from 'node:path';
import { type Ed25519Key, ed25519FromSeed, fingerprint, sshPublicKeyLine, verifyEd25519 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { AgentIdentity, Signer, World } from '../ports/index.js';
import type { Access, OwnSigner } from './model.js';
import { formatPrivateKey, parsePrivateKey } from './openssh-key.js';
import { ownPrincipal } from './principal.js';

/** A key that could sign, before anybody has chosen it. */
interface Candidate {
  readonly signer: Signer;
  readonly origin: OwnSigner['origin'];
}

/**
 * The key that signs for whoever called: AUTOGOV_KEY if it is set (a file, or the key itself), else an Ed25519 key of
 * ssh-agent, ~/.ssh/id_ed25519 if it needs no passphrase, the key that autogov made here before, or a new one. Of these, one that
 * the access chain grants something comes before one that it doesn't know.
 * @param access prefers its keys, and names the principal
 * @throws Fault AG410 if the only granted key is locked; AG431 for an unusable AUTOGOV_KEY; never asks, never waits for a passphrase
 */
export const obtainSigner = async (world: World, access?: Pick<Access, 'signers'>): Promise<OwnSigner> => {
  const found = await findSigner(world, access);
  if (found !== undefined) return found;
  const { key, fresh } = await makeKey(world, madeKeyPath(world));
  const { user, host } = world.machine;
  const own = ownSigner(world, access, { signer: keySigner(key), origin: 'made' });
  return fresh ? { ...own, said: `made a key for ${user} on ${host}` } : own;
};

/** The same without making a key; undefined where one would have to be made. */
export const findSigner = async (world: World, access?: Pick<Access, 'signers'>): Promise<OwnSigner | undefined> => {
  const granted = new Set((access?.signers ?? []).map((signer) => signer.keyId));
  const isGranted = (candidate: Candidate): boolean => granted.has(candidate.signer.keyId);
  const named = world.machine.env['AUTOGOV_KEY'];
  if (named !== undefined && named !== '') {
    return ownSigner(world, access, { signer: namedSigner(world, named), origin: 'file' });
  }
  const candidates: Candidate[] = [];
  for (const identity of await world.agent.identities()) {
    candidates.push({ signer: agentSigner(identity), origin: 'agent' });
  }
  const inAgent = candidates.find(isGranted) ?? (granted.size === 0 ? candidates[0] : undefined);
  if (inAgent !== undefined) return ownSigner(world, access, inAgent);
  const home = readKeyFile(world, join(world.machine.home, '.ssh', 'id_ed25519'));
  if (home?.kind === 'ed25519') candidates.push({ signer: keySigner(home.key), origin: 'file' });
  const made = readKeyFile(world, madeKeyPath(world));
  if (made?.kind === 'ed25519') candidates.push({ signer: keySigner(made.key), origin: 'made' });
  const chosen = candidates.find(isGranted);
  if (chosen !== undefined) return ownSigner(world, access, chosen);
  const locked = home?.kind === 'locked' ? home.publicKey : undefined;
  if (locked !== undefined && granted.has(fingerprint(locked))) {
    throw new Fault('AG410', { path: '~/.ssh/id_ed25519', reason: 'it needs a passphrase, and no ssh-agent holds it' });
  }
  const [first] = candidates;
  return first === undefined ? undefined : ownSigner(world, access, first);
};

const ownSigner = (
  world: World,
  access: Pick<Access, 'signers'> | undefined,
  { signer, origin }: Candidate,
): OwnSigner => ({
  signer,
  origin,
  principal: access?.signers.find((each) => each.keyId === signer.keyId)?.principal ?? ownPrincipal(world),
});

export const madeKeyPath = (world: World): string => join(world.machine.folders.config, 'keys', 'id_ed25519');

/** @throws Fault AG410 locked, AG431 absent or unusable */
const namedSigner = (world: World, named: string): Signer => {
  const inline = named.trimStart().startsWith('-----BEGIN ');
  const path = inline ? 'AUTOGOV_KEY' : isAbsolute(named) ? named : resolve(world.machine.cwd, named);
  const text = inline ? named : world.files.readText(path);
  if (text === undefined) throw new Fault('AG431', { path, reason: 'there is no such file' });
  const read = parsePrivateKey(text);
  if (read.kind === 'locked') {
    const advice = 'ssh-add the key and unset AUTOGOV_KEY, or name a key without passphrase';
    throw new Fault('AG410', { path, reason: 'it needs a passphrase' }, advice);
  }
  if (read.kind === 'unusable') throw new Fault('AG431', { path, reason: read.reason });
  return keySigner(read.key);
};

/** A file that this user may not read counts as absent: it is then somebody else's key. */
const readKeyFile = (world: World, path: string): ReturnType<typeof parsePrivateKey> | undefined => {
  try {
    const text = world.files.readText(path);
    return text === undefined ? undefined : parsePrivateKey(text);
  } catch (error) {
    if (error instanceof Fault && error.code === 'AG211') return undefined;
    throw error;
  }
};

const keySigner = (key: Ed25519Key): Signer => ({
  keyId: fingerprint(key.publicKey),
  publicKey: key.publicKey,
  sign: async (message) => key.sign(message),
});

/** What an agent answers is verified: a record with a bad signature would poison the log. */
const agentSigner = (identity: AgentIdentity): Signer => ({
  keyId: fingerprint(identity.publicKey),
  publicKey: identity.publicKey,
  sign: async (message) => {
    const signature = await identity.sign(message);
    if (!verifyEd25519(identity.publicKey, message, signature)) {
      throw new Fault('AG410', { reason: 'the ssh-agent answered with a signature that does not verify' });
    }
    return signature;
  },
});

/** Two first runs at once must end up with one key: the lock decides who makes it. */
const makeKey = async (world: World, path: string): Promise<{ readonly key: Ed25519Key; readonly fresh: boolean }> => {
  const release = await world.locks.take('autogov-key', 10_000);
  if (release === undefined) throw new Fault('AG901', { what: 'another autogov is making the key of this user' });
  try {
    const there = readKeyFile(world, path);
    if (there?.kind === 'ed25519') return { key: there.key, fresh: false };
    if (there !== undefined) {
      const reason = there.kind === 'unusable' ? there.reason : 'it needs a passphrase';
      throw new Fault('AG431', { path, reason }, 'remove the file, and autogov makes a new key');
    }
    const { files, machine, random } = world;
    const seed = random.bytes(32);
    const comment = `autogov ${machine.user}@${machine.host}`;
    const key = ed25519FromSeed(seed);
    files.makeFolder(join(machine.folders.config, 'keys'), 0o700);
    files.writeAtomic(path, formatPrivateKey(seed, random.bytes(4), comment), 0o600);
    files.writeAtomic(`${path}.pub`, `${sshPublicKeyLine(key.publicKey, comment)}\n`, 0o644);
    return { key, fresh: true };
  } finally {
    release();
  }
};
