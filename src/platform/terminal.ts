import { fstatSync, statSync, writeSync } from 'node:fs';
import { Fault } from '../faults/index.js';
import type { Paint, Question, Terminal } from '../ports/index.js';
import { builtin } from './builtin.js';
import type { Flags } from './flags.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Whether to colour: NO_COLOR (any value but the empty one) and --no-color say no, FORCE_COLOR says yes, else a terminal does.
 * @see https://no-color.org
 */
export const wantsColor = (env: Env, flag: boolean, isTerminal: () => boolean): boolean => {
  if (!flag || (env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return env['TERM'] !== 'dumb' && isTerminal();
};

/** Whether questions may be asked. */
export const mayAsk = (env: Env, flags: Flags, areTerminals: () => boolean): boolean =>
  !flags.json && !flags.quiet && ['', undefined, 'false', '0'].includes(env['CI']) && areTerminals();

/** Chalk is loaded where something will be coloured, and nowhere else. */
export const createTerminal = async (env: Env, flags: Flags): Promise<Terminal> => {
  const color = wantsColor(env, flags.color, () => isTerminal(1));
  const paint = color ? await paints() : plain;
  return {
    get interactive() {
      return mayAsk(env, flags, () => isTerminal(0) && isTerminal(2));
    },
    get width() {
      return isTerminal(1) ? process.stdout.columns : isTerminal(2) ? process.stderr.columns : 80;
    },
    out: (text) => writeAll(1, Buffer.from(text)),
    err: (text) => writeAll(2, Buffer.from(text)),
    pass: (to, bytes) => writeAll(to === 'stdout' ? 1 : 2, bytes),
    paint,
    steps: async (steps, context) => {
      const { runSteps } = await import('./steps.js');
      const quiet = flags.quiet || flags.json;
      await runSteps(steps, context, { live: !quiet && isTerminal(2), quiet });
    },
    ask: async (questions: readonly Question[]) => {
      const first = questions[0];
      if (first === undefined) return {};
      if (!mayAsk(env, flags, () => isTerminal(0) && isTerminal(2)))
        throw new Fault('AG130', { question: first.message }, first.kind === 'confirm' ? 'pass --yes' : undefined);
      const { askAll } = await import('./ask.js');
      return askAll(questions);
    },
  };
};

/**
 * A terminal is a character device, and so is the null device, to which jobs and schedulers send their output; only for any other is
 * node's own test loaded.
 */
const isTerminal = (handle: 0 | 1 | 2): boolean => {
  try {
    const stat = fstatSync(handle);
    if (!stat.isCharacterDevice() || stat.rdev === statSync('/dev/null', { throwIfNoEntry: false })?.rdev) return false;
    return builtin.tty().isatty(handle);
  } catch {
    return false;
  }
};

const same = (text: string): string => text;
const plain: Paint = { red: same, green: same, yellow: same, cyan: same, dim: same, bold: same };

const paints = async (): Promise<Paint> => {
  const { Chalk } = await import('chalk');
  const { red, green, yellow, cyan, dim, bold } = new Chalk({ level: 1 });
  return { red, green, yellow, cyan, dim, bold };
};

/**
 * Blocking writes: nothing is lost when the process exits right after. A pipe whose reader has gone (EPIPE) ends the output
 * quietly; a pipe that is full (EAGAIN) is waited for.
 */
const writeAll = (handle: 1 | 2, bytes: Uint8Array): void => {
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(handle, bytes, done);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
};
