import { decodeBase64, encodeBase64 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import { isSignedBy, type NoteKey, parseNote, signNote, type Verifier } from './note.js';
import { hashLength } from './tree.js';

/** What a log commits to. @see c2sp.org/tlog-checkpoint */
export interface Checkpoint {
  /** `autogov.internal/<log id>`. */
  readonly origin: string;
  /** Records, counted from the first. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** The signed note over `origin LF size LF base64(root) LF`. */
export const signCheckpoint = (key: NoteKey, size: number, root: Uint8Array): Uint8Array =>
  Buffer.from(signNote(`${key.name}\n${size}\n${encodeBase64(root)}\n`, key));

const sizeShape = /^(?:0|[1-9][0-9]{0,14})$/;

/**
 * @param bytes of the checkpoint of a log on disk: exactly one signature, the log's own
 * @throws Fault AG403 for anything but the one spelling, another origin, another key, a bad signature
 */
export const readCheckpoint = (bytes: Uint8Array | undefined, verifier: Verifier, path: string): Checkpoint => {
  const refuse = (reason: string): never => {
    throw new Fault('AG403', { path, reason });
  };
  if (bytes === undefined) return refuse('it is missing');
  const note = parseNote(bytes);
  if (typeof note === 'string') return refuse(note);
  const checkpoint = parseCheckpointText(note.text);
  if (checkpoint === undefined) return refuse('its text is not origin, size and root');
  if (checkpoint.origin !== verifier.name) return refuse(`it is of another log: ${checkpoint.origin}`);
  if (note.signatures.length !== 1)
    return refuse(`it has ${note.signatures.length} signatures instead of the log's own`);
  if (!isSignedBy(note, verifier)) return refuse('its signature is not that of the key of the log');
  if (checkpoint.size === 0) return refuse('it is of an empty log, and every log begins with log-open');
  return checkpoint;
};

/** The three lines of a checkpoint of ours: no extension lines, one spelling each. */
export const parseCheckpointText = (text: string): Checkpoint | undefined => {
  const lines = text.split('\n');
  const [origin, size, encoded] = lines;
  if (lines.length !== 4 || lines[3] !== '') return undefined;
  if (origin === undefined || origin === '' || size === undefined || !sizeShape.test(size)) return undefined;
  const root = encoded === undefined ? undefined : decodeBase64(encoded);
  return root?.length === hashLength ? { origin, size: Number(size), root } : undefined;
};
