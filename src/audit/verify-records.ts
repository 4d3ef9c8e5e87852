import { encodeBase64, isJsonObject, namespaceOf, type Predicate } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import { runKeyOf } from './admit.js';
import { readSignedRecord, type SignedRecord } from './record.js';
import type { Problem, VerifyOptions } from './verdict.js';

/** A run that has begun. */
interface OpenRun {
  readonly starter: Uint8Array;
  readonly runKey: Uint8Array | undefined;
}

/** Roots are kept for this many sizes back; an older one is computed from the stored hashes. */
const keptRoots = 4096;

/** Judges the records of one log in order: what each line says by itself, and against those before it. */
export class RecordJudge {
  readonly #logId: string;
  readonly #vkey: string;
  readonly #options: VerifyOptions;
  readonly #rootAt: (size: number) => Uint8Array | undefined;
  readonly #report: (problem: Problem) => void;
  readonly #ids = new Set<string>();
  readonly #runs = new Map<string, OpenRun>();
  readonly #roots = new Map<number, string>();
  /** The first record that was signed after other records than those before it; then most of the later ones are too. */
  misplaced: number | undefined;
  ungranted = 0;
  verified = 0;

  /** @param rootAt the root at an earlier size, from the stored hashes */
  constructor(
    log: { readonly id: string; readonly vkey: string },
    options: VerifyOptions,
    rootAt: (size: number) => Uint8Array | undefined,
    report: (problem: Problem) => void,
  ) {
    this.#logId = log.id;
    this.#vkey = log.vkey;
    this.#rootAt = rootAt;
    this.#options = options;
    this.#report = report;
  }

  get unfinished(): string[] {
    return [...this.#runs.keys()].slice(0, 100);
  }

  /** @param root of the tree of the records before this one */
  judge(index: number, line: Uint8Array, root: Uint8Array): void {
    this.#roots.set(index, encodeBase64(root));
    this.#roots.delete(index - keptRoots);
    let record: SignedRecord;
    try {
      record = readSignedRecord(line, this.#logId);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#report({ kind: 'signature', index, reason: error.message });
      return;
    }
    this.verified += 1;
    this.#judgePlace(index, record);
    if (record.name === 'run-record') this.#judgeEnd(index, record);
    else this.#judgeAuthority(index, record);
  }

  #judgePlace(index: number, { name, common, statement }: SignedRecord): void {
    if ((name === 'log-open') !== (index === 0)) {
      this.#report({
        kind: 'record',
        index,
        reason: index === 0 ? 'the log does not begin with log-open' : 'log-open again',
      });
    } else if (index === 0 && statement.predicate['vkey'] !== this.#vkey) {
      this.#report({
        kind: 'record',
        index,
        reason: 'the log was opened with another key than its checkpoints are held against',
      });
    }
    if (this.#ids.has(common.id)) {
      this.#report({ kind: 'duplicate', index, reason: `the record ${common.id} stands in the log twice` });
    }
    this.#ids.add(common.id);
    const { before } = common;
    if (before === null) {
      if (index !== 0) this.#report({ kind: 'history', index, reason: 'it does not name the checkpoint before it' });
      return;
    }
    if (before.size > index || before.root !== this.#rootOf(before.size)) {
      this.misplaced ??= index;
    }
  }

  #rootOf(size: number): string | undefined {
    const kept = this.#roots.get(size);
    if (kept !== undefined) return kept;
    const root = this.#rootAt(size);
    return root === undefined ? undefined : encodeBase64(root);
  }

  /** The end of a run has the authority of its start, so long as the one or the other key signed it. */
  #judgeEnd(index: number, { publicKey, statement }: SignedRecord): void {
    const start = startOf(statement.predicate);
    const open = start === undefined ? undefined : this.#runs.get(start);
    if (start === undefined || open === undefined) {
      this.#report({ kind: 'run', index, reason: 'it is the end of a run that has not begun, or has ended before' });
      return;
    }
    this.#runs.delete(start);
    const same = (key: Uint8Array | undefined) => key !== undefined && Buffer.compare(key, publicKey) === 0;
    if (!same(open.runKey) && !same(open.starter)) {
      this.#report({ kind: 'run', index, reason: 'it is signed neither by the key of its run nor by who began it' });
    }
  }

  #judgeAuthority(index: number, { name, common, publicKey, statement }: SignedRecord): void {
    if (name === 'run-start') {
      this.#runs.set(common.id, { starter: publicKey, runKey: runKeyOf(statement.predicate) });
    }
    const answer = this.#options.judge?.({
      index,
      name,
      namespace: namespaceOf(name),
      publicKey,
      principal: common.actor.principal,
      predicate: statement.predicate,
    });
    if (answer?.verdict === 'ungranted') this.ungranted += 1;
    if (answer?.verdict === 'refused') this.#report({ kind: 'authority', index, reason: answer.reason });
  }
}

/** The id of the run-start that a run-record ends: `start: { id }`. */
const startOf = ({ start }: Predicate): string | undefined =>
  isJsonObject(start) && typeof start['id'] === 'string' ? start['id'] : undefined;
