import { resolve } from 'node:path';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { idOfOrigin, isLogId, type LogPlace, logFolder, logsFolder, placeOf, segmentPath } from './layout.js';
import { machineIdentity } from './machine-id.js';
import { formatVkey, parseSkey, parseVkey, type Verifier } from './note.js';
import { allKnownLogs, readKnownLog } from './places.js';
import { readUnverifiedRecord } from './record.js';
import { scanLines } from './scan.js';

/** A log that can be read: this machine's own, or a copy of one. */
export interface FoundLog {
  readonly id: string;
  readonly place: LogPlace;
  readonly verifier: Verifier;
  readonly vkey: string;
  /** Where the key is known from: this machine's state, the caller, or only the log itself. */
  readonly vkeyFrom: 'state' | 'given' | 'log';
  /** The project id of record 0, as it says. */
  readonly project: string | undefined;
}

type Part = Pick<World, 'files' | 'machine'>;

/** Every log that a project of this user has in the state folder, by id. One that was being made when its process was killed is none. */
export const findLogs = (world: Part): FoundLog[] =>
  allKnownLogs(world).map(({ id, verifier }) =>
    logAt(world, logFolder(world.machine.folders.state, id), undefined, verifier),
  );

/**
 * Find the log that a user means.
 * @param which a log id or the start of one, the path of a log folder (also of a copy), or undefined for the log of the project
 * @param vkey the public key to hold its checkpoints against, where the user has it from elsewhere
 * @throws Fault AG404 if there is none, AG401 if its first record can't be read
 */
export const findLog = (
  world: Part,
  which: string | undefined,
  projectId: string | undefined,
  vkey?: string,
): FoundLog => {
  const { files, machine } = world;
  if (which === undefined) {
    const known = projectId === undefined ? undefined : readKnownLog(world, projectId, machineIdentity(world).id);
    if (known === undefined) throw new Fault('AG404', { which: 'of this project on this machine' });
    const folder = logFolder(machine.folders.state, known.id);
    if (files.stat(folder) === undefined) throw new Fault('AG401', { path: folder, reason: 'its folder is gone' });
    return { ...logAt(world, folder, vkey, known.verifier), project: projectId };
  }
  const path = resolve(machine.cwd, which);
  if (files.stat(placeOf(path).records)?.kind === 'folder') return logAt(world, path, vkey);
  const ids = /^[0-9a-f]{4,32}$/.test(which)
    ? files.list(logsFolder(machine.folders.state)).filter((id) => isLogId(id) && id.startsWith(which))
    : [];
  if (ids.length > 1) throw new Fault('AG404', { which: `can be told by ${which}: ${ids.length} ids start so` });
  const [id] = ids;
  if (id === undefined) throw new Fault('AG404', { which: `called ${which}` });
  return logAt(world, logFolder(machine.folders.state, id), vkey);
};

/**
 * A log by its folder. Its id is the origin of its checkpoint where this machine keeps a key for it, else what record 0 says; the
 * key that was given goes first, then the one that this machine keeps, then the one of record 0.
 * @throws Fault AG401 if the log can't be told by either
 */
const logAt = (world: Part, folder: string, given?: string, known?: Verifier): FoundLog => {
  const place = placeOf(folder);
  const fromUser = given === undefined ? undefined : parseVkey(given);
  if (given !== undefined && fromUser === undefined) {
    throw new Fault('AG102', { reason: `not a vkey: ${given}` }, 'autogov audit log --vkey prints it where the log is');
  }
  const opening = readOpening(world, place);
  const trusted =
    fromUser ?? known ?? keptVerifier(world, originId(world, place)) ?? keptVerifier(world, opening?.logId);
  const verifier = trusted ?? (opening === undefined ? undefined : parseVkey(opening.vkey));
  const id = verifier === undefined ? undefined : idOfOrigin(verifier.name);
  if (verifier === undefined || id === undefined) {
    throw new Fault('AG401', { path: folder, reason: 'its first record does not say which log it is' });
  }
  const vkeyFrom = trusted === undefined ? 'log' : fromUser === undefined ? 'state' : 'given';
  return { id, place, verifier, vkey: formatVkey(verifier), vkeyFrom, project: opening?.project };
};

const keptVerifier = (world: Part, id: string | undefined): Verifier | undefined => {
  if (id === undefined || !isLogId(id)) return undefined;
  const { key } = placeOf(logFolder(world.machine.folders.state, id));
  return parseSkey(world.files.readText(key)?.replace(/\n$/, '') ?? '');
};

/** The log that the checkpoint says it is of; not verified. */
const originId = (world: Part, place: LogPlace): string | undefined =>
  idOfOrigin(world.files.readText(place.checkpoint)?.split('\n')[0] ?? '');

/** What record 0 says; not verified, and undefined if it can't be read. */
const readOpening = (world: Part, place: LogPlace) => {
  let line: Uint8Array | undefined;
  scanLines(world.files, segmentPath(place, 0), 0, 1, (buffer, start, end) => {
    line = buffer.slice(start, end);
  });
  if (line === undefined) return undefined;
  try {
    const { logId, vkey, project } = readUnverifiedRecord(line).statement.predicate;
    if (typeof logId !== 'string' || typeof vkey !== 'string') return undefined;
    return { logId, vkey, project: typeof project === 'string' ? project : undefined };
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
};
