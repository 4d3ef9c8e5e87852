import { join } from 'node:path';
import {
  encodeBase64,
  newId,
  type Predicate,
  type PredicateName,
  type Subject,
  signStatement,
  statement,
} from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Signer, World } from '../ports/index.js';
import { readCheckpoint, signCheckpoint } from './checkpoint.js';
import { logFolder, logsFolder, originOf, placeOf, segmentPath } from './layout.js';
import { type MachineIdentity, machineIdentity } from './machine-id.js';
import { formatVkey, makeNoteKey } from './note.js';
import { formatKnownLog, type KnownLog, otherKnownLogs, projectFolder, readKnownLog, readLogKey } from './places.js';
import { actorOf, type Common } from './record.js';
import { GrowingTree, leafHash } from './tree.js';
import { type Committed, currentCheckpoint, settle, type Writable, write } from './writer.js';

/** The part of an OwnSigner that a log needs. */
export interface LogSigner {
  readonly signer: Signer;
  readonly principal: string;
}

/** The log of one project on this machine, open for appending. */
export interface Log {
  /** 32 hex digits. */
  readonly id: string;
  readonly folder: string;
  /** The public key of its checkpoints, as golang.org/x/mod/sumdb/note reads it. */
  readonly vkey: string;
  /** Records committed when this process last looked. */
  readonly size: number;
  /**
   * Sign a statement, write it, sync it, commit it; resolves only when it is durable.
   * The predicate gets `id`, `logId`, `time`, `actor {principal, key}` and `before {size, root}` from here; an `actor` that
   * is given may say more.
   * @param signer another key than the caller's own, e.g. the one that a run-start has named as its `runKey`
   * @throws Fault AG401, AG403, AG406 (busy), AG407 (too large), AG408, AG410 (locked key), AG212, AG213: nothing was acknowledged
   */
  append(
    name: PredicateName,
    subjects: readonly Subject[],
    predicate: Predicate,
    signer?: Signer,
  ): Promise<{ readonly index: number; readonly id: string }>;
}

/** Milliseconds that an append waits for the others. */
const patience = 30_000;

/**
 * The log of this project on this machine; made, with a log-open record signed by the caller, if there is none yet.
 * State that another machine has written is left alone: this machine opens a log of its own, which names the other.
 * @throws Fault AG401, AG403, AG408, AG212, AG213
 */
export const openLog = async (
  world: World,
  project: { readonly projectId: string; readonly root?: string },
  own: LogSigner,
): Promise<Log> => {
  const machine = machineIdentity(world);
  const known =
    readKnownLog(world, project.projectId, machine.id) ?? (await makeLog(world, project.projectId, machine, own));
  const key = readLogKey(world, known);
  const place = placeOf(logFolder(world.machine.folders.state, known.id));
  return new OpenLog(world, { files: world.files, place, id: known.id, key }, own);
};

class OpenLog implements Log {
  readonly #world: World;
  readonly #writable: Writable;
  readonly #own: LogSigner;
  #held: Committed | undefined;

  constructor(world: World, writable: Writable, own: LogSigner) {
    this.#world = world;
    this.#writable = writable;
    this.#own = own;
  }

  get id(): string {
    return this.#writable.id;
  }

  get folder(): string {
    return this.#writable.place.folder;
  }

  get vkey(): string {
    return formatVkey(this.#writable.key);
  }

  get size(): number {
    return this.#held?.tree.size ?? currentCheckpoint(this.#writable, undefined).size;
  }

  async append(name: PredicateName, subjects: readonly Subject[], predicate: Predicate, signer = this.#own.signer) {
    // Signed before the lock is taken: a key that has to be touched must not hold up the others.
    const checkpoint = currentCheckpoint(this.#writable, this.#held);
    const before = { size: checkpoint.size, root: encodeBase64(checkpoint.root) };
    const { id, line } = await signRecord(this.#world, this.#writable.id, before, name, subjects, predicate, {
      signer,
      principal: this.#own.principal,
    });
    const release = await this.#world.locks.take(`log ${this.#writable.id}`, patience);
    if (release === undefined) throw new Fault('AG406', { path: this.folder });
    try {
      const committed = settle(this.#writable, this.#held, this.#own.signer.publicKey);
      this.#held = undefined;
      this.#held = write(this.#writable, committed, line);
      return { index: committed.tree.size, id };
    } finally {
      release();
    }
  }
}

const signRecord = async (
  world: Pick<World, 'clock' | 'random'>,
  logId: string,
  before: Common['before'],
  name: PredicateName,
  subjects: readonly Subject[],
  predicate: Predicate,
  by: LogSigner,
): Promise<{ readonly id: string; readonly line: Uint8Array }> => {
  const given = predicate['actor'];
  const common: Common = {
    id: newId(world.clock, world.random),
    logId,
    time: world.clock.now().toISOString(),
    actor: { ...(typeof given === 'object' ? given : {}), ...actorOf(by.principal, by.signer.publicKey) },
    before,
  };
  const signed = await signStatement(by.signer, statement(name, subjects, { ...common, ...predicate, ...common }));
  return { id: common.id, line: Buffer.from(signed) };
};

/**
 * Make a log under a new id, then claim the project for it. The claim is the rename of a folder onto a name that must be
 * free, so of two processes one wins, and the other removes its own log and takes the winner's.
 */
const makeLog = async (
  world: World,
  projectId: string,
  machine: MachineIdentity,
  own: LogSigner,
): Promise<KnownLog> => {
  const { files, random } = world;
  const { state } = world.machine.folders;
  const id = Buffer.from(random.bytes(16)).toString('hex');
  const { key, skey } = makeNoteKey(originOf(id), random.bytes(32));
  const place = placeOf(logFolder(state, id));
  const opening = {
    vkey: formatVkey(key),
    project: projectId,
    machine,
    previousLog: previousLog(world, projectId, machine.id),
  };
  const { line } = await signRecord(world, id, null, 'log-open', [], opening, own);
  files.makeFolder(logsFolder(state), 0o700);
  files.makeFolder(place.records, 0o700);
  files.writeAtomic(place.key, `${skey}\n`, 0o600);
  files.writeAtomic(segmentPath(place, 0), Buffer.concat([line, Buffer.of(0x0a)]), 0o600);
  const tree = new GrowingTree();
  const stored = tree.add(leafHash(line));
  files.writeAtomic(place.hashes, Buffer.concat(stored), 0o600);
  files.writeAtomic(place.checkpoint, signCheckpoint(key, tree.size, tree.root()), 0o600);
  const folder = projectFolder(world, projectId);
  const claim = join(folder, `new-${id}`);
  files.makeFolder(claim, 0o700);
  files.writeAtomic(join(claim, 'log'), formatKnownLog(id, key), 0o600);
  try {
    files.rename(claim, join(folder, machine.id));
  } catch (error) {
    files.remove(claim);
    const winner = readKnownLog(world, projectId, machine.id);
    if (winner === undefined) throw error;
    files.remove(place.folder);
    files.remove(place.key);
    return winner;
  }
  for (const made of [folder, join(folder, '..'), state]) files.syncFolder(made);
  return { id, verifier: key };
};

/** The newest log that another machine has for this project in the same state folder. */
const previousLog = (world: World, projectId: string, machine: string) => {
  const { files } = world;
  let newest: { id: string; size: number; root: string; at: number } | undefined;
  for (const other of otherKnownLogs(world, projectId, machine)) {
    const { checkpoint: path } = placeOf(logFolder(world.machine.folders.state, other.id));
    const at = files.stat(path)?.modified;
    if (at === undefined || (newest !== undefined && newest.at >= at)) continue;
    const { size, root } = readCheckpoint(files.read(path), other.verifier, path);
    newest = { id: other.id, size, root: encodeBase64(root), at };
  }
  return newest === undefined ? null : { id: newest.id, size: newest.size, root: newest.root };
};
