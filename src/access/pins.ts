import { join } from 'node:path';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { linkPath } from './link.js';
import type { AccessLink } from './model.js';

/** What this user on this machine has seen of a project's chain; outside the repository, which it guards against. */
export interface Pin {
  readonly project: string;
  /** Digest of the first link. */
  readonly first: string;
  /** The highest link seen, and its digest. */
  readonly seq: number;
  readonly digest: string;
}

/** Pins of the machine's administrator come before the user's own, and autogov never writes them. */
const systemFolder = '/etc/autogov/pins';

const fileName = (project: string): string =>
  `${/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(project) ? project : sha256(project)}.json`;

const userPin = (world: World, project: string): string =>
  join(world.machine.folders.config, 'pins', fileName(project));

/** @throws Fault AG424 if a pin is there and cannot be read: a damaged pin must not read as no pin */
export const readPin = (world: World, project: string): Pin | undefined => {
  const { files, machine } = world;
  const places = machine.platform === 'win32' ? [] : [join(systemFolder, fileName(project))];
  for (const path of [...places, userPin(world, project)]) {
    const text = files.readText(path);
    if (text === undefined) continue;
    const pin = parsePin(text);
    if (pin?.project !== project) throw new Fault('AG424', { path, reason: 'the pin of this machine is damaged' });
    return pin;
  }
  return undefined;
};

const parsePin = (text: string): Pin | undefined => {
  let value: Partial<Record<keyof Pin, unknown>> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { project, first, seq, digest } = value ?? {};
  return typeof project === 'string' &&
    typeof first === 'string' &&
    typeof seq === 'number' &&
    typeof digest === 'string'
    ? { project, first, seq, digest }
    : undefined;
};

export const writePin = (world: World, pin: Pin): void => {
  const path = userPin(world, pin.project);
  world.files.makeFolder(join(world.machine.folders.config, 'pins'), 0o700);
  world.files.writeAtomic(path, `${JSON.stringify(pin)}\n`, 0o600);
};

/**
 * Hold a verified chain against what this machine has seen.
 * @throws Fault AG424 for another first link, or another link where one was seen; AG423 if links that were seen are gone
 */
export const judgePin = (pin: Pin, links: readonly AccessLink[]): void => {
  const [first] = links;
  const last = links.at(-1);
  if (first?.digest !== pin.first) {
    throw new Fault('AG424', { path: linkPath(1), reason: `it starts with ${first?.digest}, pinned is ${pin.first}` });
  }
  if (last !== undefined && last.seq < pin.seq) {
    throw new Fault('AG423', { path: linkPath(last.seq), found: last.seq, seen: pin.seq });
  }
  const same = links[pin.seq - 1];
  if (same?.digest !== pin.digest) {
    throw new Fault('AG424', {
      path: linkPath(pin.seq),
      reason: `link ${pin.seq} is not the link ${pin.seq} seen before`,
    });
  }
};
