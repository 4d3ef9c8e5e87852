import { join } from 'node:path';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { signersPath } from './allowed-signers.js';
import { chainFolder, linkPath, policyPath, readLink } from './link.js';
import type { Access, AccessLink } from './model.js';
import { judgePin, readPin, writePin } from './pins.js';

/**
 * The verified access chain of a repository, held against this machine's pin if there is one. Whether an unpinned chain
 * may be used is for `acceptAccess` to say.
 * @param root top of the work tree
 * @returns undefined if the repository has no chain
 * @throws Fault AG421 broken, AG423 rolled back, AG424 forked or replaced, AG425 signers edited, AG429 autogov too old,
 * AG430 expired; all but AG429 exit 4
 */
export const readAccess = async (world: World, root: string): Promise<Access | undefined> => {
  const links = readLinks(world, root);
  const [first] = links;
  const head = links.at(-1);
  if (first === undefined || head === undefined) return undefined;
  const pin = readPin(world, head.project);
  if (pin !== undefined) judgePin(pin, links);
  const digestOf = (path: string): string | null => {
    const content = world.files.read(join(root, path));
    return content === undefined ? null : sha256(content);
  };
  if (digestOf(signersPath) !== head.signersDigest) {
    throw new Fault('AG425', { path: signersPath, file: signersPath, seq: head.seq });
  }
  if (isOlder(world.version, head.minimumVersion)) {
    throw new Fault('AG429', { minimum: head.minimumVersion, version: world.version });
  }
  if (head.expires !== null && Date.parse(head.expires) <= world.clock.now().getTime()) {
    throw new Fault('AG430', { path: linkPath(head.seq), expires: head.expires });
  }
  return {
    project: head.project,
    links,
    head,
    first: first.digest,
    signers: head.signers,
    policyMatches: digestOf(policyPath) === head.policyDigest,
    pinned: pin !== undefined,
  };
};

/** Every link from the first, verified; what lies in the folder and is no link is refused, a gap too. */
export const readLinks = (world: World, root: string): readonly AccessLink[] => {
  const names = world.files.list(join(root, chainFolder));
  const links: AccessLink[] = [];
  for (const [index, name] of names.entries()) {
    const path = `${chainFolder}/${name}`;
    const seq = index + 1;
    if (path !== linkPath(seq)) throw new Fault('AG421', { path, reason: `expected ${linkPath(seq)} at this place` });
    if (world.files.stat(join(root, path))?.kind !== 'file')
      throw new Fault('AG421', { path, reason: 'it is not a file' });
    links.push(readLink(world.files.readText(join(root, path)) ?? '', seq, links.at(-1)));
  }
  return links;
};

export interface Acceptance {
  /** `first`: pinned by this call, so the digest must be shown. */
  readonly pin: 'known' | 'first' | 'advanced';
}

/**
 * Trust a chain on this machine: remember the newest link, or, on first use in development or at a terminal, pin the first.
 * @throws Fault AG426 on first use where nobody would see the digest
 */
export const acceptAccess = (world: World, access: Access, mode: 'development' | 'governed'): Acceptance => {
  const pin = readPin(world, access.project);
  const seen = { project: access.project, first: access.first, seq: access.head.seq, digest: access.head.digest };
  if (pin !== undefined) {
    if (pin.seq === seen.seq) return { pin: 'known' };
    writePin(world, seen);
    return { pin: 'advanced' };
  }
  const unattended = mode === 'governed' || isSet(world.machine.env['CI']);
  if (unattended && !world.terminal.interactive) throw new Fault('AG426', { digest: access.first });
  writePin(world, seen);
  return { pin: 'first' };
};

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '' && value !== 'false';

/** Numeric comparison of x.y.z; a pre-release counts as its release. */
const isOlder = (version: string, minimum: string): boolean => {
  const [ours, theirs] = [version, minimum].map((text) => text.split(/[-+]/)[0]?.split('.').map(Number) ?? []);
  for (let i = 0; i < 3; i++) {
    const difference = (ours?.[i] ?? 0) - (theirs?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};
