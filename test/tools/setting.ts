import { parseToml } from '../../src/config/index.js';
import type { Command, Completed } from '../../src/ports/index.js';
import type { ToolContext } from '../../src/tools/tool.js';
import { makeWorld, processesWith, type TestWorld, type Tree } from '../world.js';

export const root = '/home/ana/repo';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** How a child ended; the rest is as after a quick success. */
export interface Ended extends Partial<Omit<Completed, 'stdout' | 'stderr'>> {
  readonly stdout?: string;
  readonly stderr?: string;
}

export const ended = ({ stdout = '', stderr = '', ...rest }: Ended = {}): Completed => ({
  code: 0,
  signal: undefined,
  timedOut: false,
  truncated: false,
  failure: undefined,
  elapsed: 1,
  pid: 7,
  ...rest,
  stdout: bytes(stdout),
  stderr: bytes(stderr),
});

/** A world whose programs stand where `programs` says, and answer what `answer` says; every start is kept. */
export const worldWith = (
  answer: (command: Command) => Ended | undefined,
  programs: Readonly<Record<string, string>> = {},
  tree: Tree = {},
): TestWorld & { readonly started: readonly Command[] } => {
  const started: Command[] = [];
  const processes = processesWith({
    find: (program) => programs[program],
    run: async (command) => {
      started.push(command);
      const said = answer(command);
      if (said === undefined) throw new Error(`the test did not expect ${command.program} ${command.args.join(' ')}`);
      return ended(said);
    },
  });
  return Object.assign(makeWorld({ processes, tree }), { started });
};

/** A tool's context whose child answers, in turn, what is given; what it was started with is kept. */
export const contextWith = async (
  answers: readonly (Ended | ((args: readonly string[], files: TestWorld['memory']) => Ended))[],
  settings = '',
  options: { readonly tree?: Tree; readonly locked?: Readonly<Record<string, string>> } = {},
): Promise<ToolContext & { readonly calls: readonly (readonly string[])[] }> => {
  const world = makeWorld({ tree: { [`${root}/pyproject.toml`]: settings, '/scratch/': '', ...options.tree } });
  const calls: (readonly string[])[] = [];
  return {
    world,
    root,
    settings: await parseToml(settings, 'pyproject.toml'),
    locked: new Map(Object.entries(options.locked ?? {})),
    uv: 'uv',
    scratch: '/scratch',
    calls,
    run: async (args) => {
      const answer = answers[calls.length];
      calls.push(args);
      if (answer === undefined) throw new Error(`the test did not expect ${args.join(' ')}`);
      return ended(typeof answer === 'function' ? answer(args, world.memory) : answer);
    },
  };
};

/** The code of the fault that a promise is rejected with. */
export const faultOf = async (promise: Promise<unknown>): Promise<{ code: string; message: string; try: string }> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'try' in error) {
      return { code: String(error.code), message: error.message, try: String(error.try) };
    }
    throw error;
  }
  throw new Error('no fault was thrown');
};
