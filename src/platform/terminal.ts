import { writeSync } from 'node:fs';
import { Chalk } from 'chalk';
import { Fault } from '../faults/index.js';
import type { Paint, Question, Terminal } from '../ports/index.js';
import type { Flags } from './flags.js';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Whether to colour: NO_COLOR (any value but the empty one) and --no-color say no, FORCE_COLOR says yes, else a terminal does.
 * @see https://no-color.org
 */
export const wantsColor = (env: Env, flag: boolean, isTerminal: boolean): boolean => {
  if (!flag || (env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
};

/** Whether questions may be asked. */
export const mayAsk = (env: Env, flags: Flags, stdinIsTerminal: boolean, stderrIsTerminal: boolean): boolean =>
  stdinIsTerminal &&
  stderrIsTerminal &&
  !flags.json &&
  !flags.quiet &&
  ['', undefined, 'false', '0'].includes(env['CI']);

export const createTerminal = (env: Env, flags: Flags): Terminal => {
  const interactive = mayAsk(env, flags, process.stdin.isTTY === true, process.stderr.isTTY === true);
  const paint = paints(wantsColor(env, flags.color, process.stdout.isTTY === true));
  return {
    interactive,
    get width() {
      return process.stdout.columns ?? process.stderr.columns ?? 80;
    },
    out: (text) => writeAll(1, Buffer.from(text)),
    err: (text) => writeAll(2, Buffer.from(text)),
    pass: (to, bytes) => writeAll(to === 'stdout' ? 1 : 2, bytes),
    paint,
    steps: async (steps, context) => {
      const { runSteps } = await import('./steps.js');
      await runSteps(steps, context, {
        live: process.stderr.isTTY === true && !flags.quiet && !flags.json,
        quiet: flags.quiet || flags.json,
      });
    },
    ask: async (questions: readonly Question[]) => {
      const first = questions[0];
      if (first === undefined) return {};
      if (!interactive) throw new Fault('AG130', { question: first.message });
      const { askAll } = await import('./ask.js');
      return askAll(questions);
    },
  };
};

const paints = (on: boolean): Paint => {
  const chalk = new Chalk({ level: on ? 1 : 0 });
  return {
    red: chalk.red,
    green: chalk.green,
    yellow: chalk.yellow,
    cyan: chalk.cyan,
    dim: chalk.dim,
    bold: chalk.bold,
  };
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
