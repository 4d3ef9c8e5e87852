import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { World } from '../ports/index.js';
import type { Redaction } from './redact.js';

/** Bytes of output that are kept at most; a run that prints more goes on, and the record says how much was dropped. */
const mostKept = 64 * 1024 * 1024;

/** What the record says of a run's output. */
export interface OutputSummary {
  /** SHA-256 of the kept file, hex. */
  readonly sha256: string;
  /** Bytes kept, after redaction. */
  readonly size: number;
  /** Bytes that were shown and not kept. */
  readonly dropped: number;
  /** Places where a secret was redacted. */
  readonly redacted: number;
}

export interface OutputLog {
  /** Absolute path of the kept output; the file exists only if something was printed. */
  readonly path: string;
  take(from: 'stdout' | 'stderr', chunk: Uint8Array): void;
  /** Flush what was held back; nothing may be taken after it. */
  finish(): OutputSummary;
}

/** Where the output of a run is kept. */
export const outputPath = (world: World, runId: string): string =>
  join(world.machine.folders.state, 'runs', `${runId}.log`);

/**
 * Redacts a child's output while it comes, shows it, and keeps it in order of arrival.
 * @param show gets what may be seen
 * A disk that is full or fails ends the keeping, not the run: what was not kept counts as dropped.
 */
export const keepOutput = (
  world: World,
  runId: string,
  redaction: Redaction,
  show: (from: 'stdout' | 'stderr', bytes: Uint8Array) => void,
): OutputLog => {
  const path = outputPath(world, runId);
  const redactors = { stdout: redaction.stream(), stderr: redaction.stream() };
  const hash = createHash('sha256');
  let size = 0;
  let dropped = 0;
  let keeping = true;
  const keep = (bytes: Uint8Array): void => {
    const part = keeping ? bytes.subarray(0, mostKept - size) : bytes.subarray(0, 0);
    if (part.length > 0) {
      try {
        if (size === 0) world.files.makeFolder(join(world.machine.folders.state, 'runs'), 0o700);
        world.files.write(path, size, part);
        hash.update(part);
        size += part.length;
      } catch {
        keeping = false;
        dropped += part.length;
      }
    }
    dropped += bytes.length - part.length;
  };
  const emit = (from: 'stdout' | 'stderr', bytes: Uint8Array): void => {
    if (bytes.length === 0) return;
    show(from, bytes);
    keep(bytes);
  };
  return {
    path,
    take: (from, chunk) => emit(from, redactors[from].push(chunk)),
    finish: () => {
      emit('stdout', redactors.stdout.end());
      emit('stderr', redactors.stderr.end());
      return {
        sha256: hash.digest('hex'),
        size,
        dropped,
        redacted: redactors.stdout.count + redactors.stderr.count,
      };
    },
  };
};
