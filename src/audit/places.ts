import { join } from 'node:path';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { isLogId, logFolder, placeOf } from './layout.js';
import { formatVkey, type NoteKey, parseSkey, parseVkey, type Verifier } from './note.js';

type Part = Pick<World, 'files' | 'machine'>;

/** What this machine has noted of the log of a project: which one, and the key that it must be signed by. */
export interface KnownLog {
  readonly id: string;
  readonly verifier: Verifier;
}

/** `<state>/projects/<digest of the project id>/`: one folder a machine, so that a shared state keeps each one's log apart. */
export const projectFolder = (world: Part, projectId: string): string =>
  join(world.machine.folders.state, 'projects', sha256(projectId).slice(0, 32));

const noteName = 'log';
const machineShape = /^[0-9a-f]{32}$/;

export const knownLogPath = (world: Part, projectId: string, machine: string): string =>
  join(projectFolder(world, projectId), machine, noteName);

export const formatKnownLog = (id: string, verifier: Verifier): string => `${id}\n${formatVkey(verifier)}\n`;

/**
 * The log that a machine has for a project; undefined if it has none yet.
 * @throws Fault AG401 if the note is there and says nothing readable
 */
export const readKnownLog = (world: Part, projectId: string, machine: string): KnownLog | undefined =>
  readNote(world, knownLogPath(world, projectId, machine));

const readNote = (world: Part, path: string): KnownLog | undefined => {
  const text = world.files.readText(path);
  if (text === undefined) return undefined;
  const [id = '', vkey = '', last] = text.split('\n');
  const verifier = parseVkey(vkey);
  if (!isLogId(id) || verifier === undefined || last !== '') {
    throw new Fault('AG401', { path, reason: 'the note of which log belongs to this project is damaged' });
  }
  return { id, verifier };
};

/** Every log that a project of this state folder has, on whatever machine, by id. */
export const allKnownLogs = (world: Part): KnownLog[] => {
  const { files } = world;
  const top = join(world.machine.folders.state, 'projects');
  const found: KnownLog[] = [];
  for (const project of files.list(top)) {
    for (const machine of files.list(join(top, project)).filter((name) => machineShape.test(name))) {
      const known = readNote(world, join(top, project, machine, noteName));
      if (known !== undefined) found.push(known);
    }
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
};

/** The logs that other machines have made for the project in this state folder, in no order. */
export const otherKnownLogs = (world: Part, projectId: string, machine: string): KnownLog[] => {
  const found: KnownLog[] = [];
  for (const name of world.files.list(projectFolder(world, projectId))) {
    if (!machineShape.test(name) || name === machine) continue;
    const known = readKnownLog(world, projectId, name);
    if (known !== undefined) found.push(known);
  }
  return found;
};

/**
 * The log's own key, which signs checkpoints.
 * @throws Fault AG408 for a folder or key that others can reach, AG401 if either is gone or the key is another
 */
export const readLogKey = (world: Part, known: KnownLog): NoteKey => {
  const { files, machine } = world;
  const place = placeOf(logFolder(machine.folders.state, known.id));
  const folder = files.stat(place.folder);
  if (folder === undefined) {
    throw new Fault(
      'AG401',
      { path: place.folder, reason: 'its folder is gone' },
      'restore the folder from a backup; what was recorded there is missing until then',
    );
  }
  mustBe(world, place.folder, 'folder');
  mustBe(world, place.records, 'folder');
  mustBe(world, place.key, 'file');
  const key = parseSkey(files.readText(place.key)?.replace(/\n$/, '') ?? '');
  if (key === undefined || formatVkey(key) !== formatVkey(known.verifier)) {
    throw new Fault('AG401', { path: place.key, reason: 'its key is not the one that it was opened with' });
  }
  return key;
};

const mustBe = (world: Part, path: string, kind: 'file' | 'folder'): void => {
  const entry = world.files.stat(path);
  if (entry === undefined) throw new Fault('AG401', { path, reason: `a ${kind} of it is gone` });
  if (entry.kind !== kind) throw new Fault('AG408', { path, reason: `it is a ${entry.kind} instead of a ${kind}` });
  if (world.machine.platform !== 'win32' && (entry.mode & 0o077) !== 0) {
    const mode = entry.mode.toString(8);
    throw new Fault('AG408', { path, reason: `others can reach it (mode ${mode})` }, `chmod go-rwx ${path}`);
  }
};
