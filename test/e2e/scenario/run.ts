import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { BuildUnderTest } from '../../setup/builds.js';
import { fillNames, filterOutput, linesOf } from './filters.js';
import { outputProblems, valueAt } from './json.js';
import { type CommandStep, type FileStep, isOurs, type Scenario } from './parse.js';
import type { Place } from './place.js';

export interface Ran {
  /** Undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a step showed, filtered, beside what it should. */
export interface Observed {
  readonly step: CommandStep;
  readonly status: number | undefined;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** As JSON text, or `undefined` where the path leads nowhere; in the order of the step's values. */
  readonly values: readonly string[];
  /** What the schemas refuse. */
  readonly problems: readonly string[];
}

/** Run a program in a place to its end. One that hangs is killed with its children (after two minutes, if not said) and has no status. */
export const runProgram = (
  place: Place,
  command: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
    readonly timeout?: number;
  } = {},
): Promise<Ran> =>
  new Promise((done, failed) => {
    const [program = '', ...args] = command;
    const path = isAbsolute(program) ? program : join(place.bin, program);
    const child = spawn(path, args, {
      cwd: options.cwd ?? place.root,
      env: { ...place.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const timer = setTimeout(() => endGroup(child), options.timeout ?? 120_000);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', failed);
    child.on('close', (code) => {
      clearTimeout(timer);
      done({
        status: code ?? undefined,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });

/** A child of the child that holds the pipes open would keep the test waiting for ever. */
const endGroup = (child: ChildProcess): void => {
  if (process.platform === 'win32' || child.pid === undefined) child.kill('SIGKILL');
  else process.kill(-child.pid, 'SIGKILL');
};

/** Carry out the steps in order and hand each command's outcome to `check`, which throws to stop. */
export const runScenario = async (
  scenario: Scenario,
  build: BuildUnderTest,
  place: Place,
  check: (observed: Observed) => void,
): Promise<void> => {
  let cwd = place.root;
  for (const step of scenario.steps) {
    if (step.kind === 'file') {
      writeFile(place, cwd, step);
      continue;
    }
    const words = step.words.map((word) => fillNames(word, place));
    if (words[0] === 'cd') {
      cwd = inside(place, resolve(cwd, words[1] ?? ''));
      continue;
    }
    const env = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, fillNames(value, place)]));
    const command = isOurs(step) ? [...build.command, ...words.slice(1)] : words;
    check(observe(step, place, await runProgram(place, command, { cwd, env })));
  }
};

const observe = (step: CommandStep, place: Place, ran: Ran): Observed => {
  const now = new Date();
  const filtered = (text: string) => linesOf(filterOutput(text, place, now));
  const ownWords = step.words.slice(0, step.words.includes('--') ? step.words.indexOf('--') : undefined);
  const json = isOurs(step) && ownWords.includes('--json') && !ownWords.includes('--help');
  return {
    step,
    status: ran.status,
    stdout: filtered(ran.stdout),
    stderr: filtered(ran.stderr),
    values: step.values.map(({ path }) =>
      filterOutput(JSON.stringify(valueAt(ran.stdout, path)) ?? 'undefined', place, now),
    ),
    problems: json ? outputProblems(ran.stdout, ran.status ?? -1) : [],
  };
};

const writeFile = (place: Place, cwd: string, step: FileStep): void => {
  const path = inside(place, resolve(cwd, fillNames(step.path, place)));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, fillNames(step.content, place));
  if (step.executable) chmodSync(path, 0o755);
};

const inside = (place: Place, path: string): string => {
  if (relative(place.base, path).startsWith('..')) throw new Error(`a scenario stays in its own folder: ${path}`);
  return path;
};
