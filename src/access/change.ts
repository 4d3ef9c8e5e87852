import { dirname, join } from 'node:path';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { namespaces, parseAllowedSigners, signerLine, signersPath } from './allowed-signers.js';
import { readLinks } from './chain.js';
import { trustFolder } from './folders.js';
import { judge } from './judge.js';
import { linkDigest, linkPath, policyPath, readLink, signLink } from './link.js';
import type { AccessLink, OwnSigner } from './model.js';
import { judgePin, readPin, writePin } from './pins.js';

/** A file to write, by its path in the repository. */
export interface AccessFile {
  readonly path: string;
  readonly content: string;
}

export interface Founding {
  readonly project: string;
  readonly own: OwnSigner;
  /** SHA-256 of .autogov/policy.yaml, hex; null if there is none. */
  readonly policyDigest: string | null;
}

/** The first version of access: the founder's key holds every namespace, and one signature changes it. Nothing is written here. */
export const foundAccess = async (world: World, founding: Founding): Promise<readonly AccessFile[]> => {
  const { project, own, policyDigest } = founding;
  const signers = [
    '# Who may sign what in this project: one key, one line, one exact name (the allowed_signers format of OpenSSH).',
    '# Edit, then sign the change: autogov access sign',
    signerLine(own.principal, namespaces, own.signer.publicKey),
    '',
  ].join('\n');
  const link = await signLink(own.signer, {
    project,
    seq: 1,
    previous: null,
    signers,
    policyDigest,
    minimumVersion: world.version,
    threshold: 1,
    expires: null,
  });
  return [
    { path: signersPath, content: signers },
    { path: linkPath(1), content: link },
  ];
};

/** Trust a project's chain on this machine by the digest of its first link. */
export const pinAccess = (world: World, project: string, digest: string): void =>
  writePin(world, { project, first: digest, seq: 1, digest });

/**
 * Trust the chain that stands in a repository, because somebody compared this digest of its first link.
 * It replaces a pin of the same project: the way out of a fork is a person's decision.
 * @throws Fault AG432 if the chain here starts with another link
 */
export const pinChain = (world: World, links: readonly AccessLink[], digest: string): void => {
  const [first] = links;
  const head = links.at(-1);
  if (first === undefined || head === undefined || first.digest !== digest.toLowerCase()) {
    throw new Fault('AG432', { path: linkPath(1), found: first?.digest });
  }
  writePin(world, { project: first.project, first: first.digest, seq: head.seq, digest: head.digest });
};

export interface SignedChange {
  readonly files: readonly AccessFile[];
  readonly seq: number;
  /** Of the new link; for the first one it is what others pin. */
  readonly digest: string;
}

/**
 * Sign what .autogov/allowed_signers and .autogov/policy.yaml say now as the next link of the chain, or as its first.
 * @throws Fault AG420 for a bad list, AG421–AG424 for a bad chain, AG428 if the key holds no autogov.access@v1 in the newest link
 */
export const signChange = async (
  world: World,
  root: string,
  project: string,
  own: OwnSigner,
): Promise<SignedChange> => {
  const { files } = world;
  const links = readLinks(world, root);
  const head = links.at(-1);
  const policy = files.read(join(root, policyPath));
  const policyDigest = policy === undefined ? null : sha256(policy);
  const signers = files.readText(join(root, signersPath));
  if (head === undefined) {
    const founding = { project, own, policyDigest };
    return changed(
      signers === undefined ? await foundAccess(world, founding) : await signExisting(world, founding, signers),
      1,
    );
  }
  if (head.project !== project) throw new Fault('AG422', { found: head.project, expected: project });
  const pin = readPin(world, project);
  if (pin !== undefined) judgePin(pin, links);
  if (signers === undefined) throw new Fault('AG425', { path: signersPath, file: signersPath, seq: head.seq });
  parseAllowedSigners(signers);
  const decision = judge(head, {
    publicKey: own.signer.publicKey,
    namespace: 'autogov.access@v1',
    at: world.clock.now(),
  });
  if (!decision.allowed) {
    throw new Fault('AG428', { who: own.principal, what: 'change access', reason: decision.reason });
  }
  if (head.threshold > 1) {
    const reason = `${head.threshold} holders must sign one change together, and this autogov gathers one signature`;
    throw new Fault('AG428', { who: own.principal, what: 'change access alone', reason });
  }
  const seq = head.seq + 1;
  const content = await signLink(own.signer, {
    project,
    seq,
    previous: head.digest,
    signers,
    policyDigest,
    minimumVersion: head.minimumVersion,
    threshold: head.threshold,
    expires: head.expires,
  });
  readLink(content, seq, head);
  return changed([{ path: linkPath(seq), content }], seq);
};

/** Write a signed change into the repository, the list before the link that names it; then trust it on this machine. */
export const writeChange = (world: World, root: string, change: SignedChange): void => {
  for (const { path, content } of change.files) {
    const place = join(root, path);
    world.files.makeFolder(dirname(place));
    world.files.writeAtomic(place, content);
  }
  const links = readLinks(world, root);
  pinChain(world, links, links[0]?.digest ?? '');
  trustFolder(world, root);
};

const changed = (files: readonly AccessFile[], seq: number): SignedChange => ({
  files,
  seq,
  digest: linkDigest(files.at(-1)?.content ?? ''),
});

const signExisting = async (world: World, founding: Founding, signers: string): Promise<readonly AccessFile[]> => {
  parseAllowedSigners(signers);
  const content = await signLink(founding.own.signer, {
    project: founding.project,
    seq: 1,
    previous: null,
    signers,
    policyDigest: founding.policyDigest,
    minimumVersion: world.version,
    threshold: 1,
    expires: null,
  });
  readLink(content, 1, undefined);
  return [{ path: linkPath(1), content }];
};
