import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskAssets } from '../src/platform/assets.js';
import type { Agent, Clock, Git, Locks, Machine, Processes, Random, World } from '../src/ports/index.js';
import { type MemoryFiles, memoryFiles, type Tree } from './world/files.js';
import { type CapturedTerminal, capturedTerminal } from './world/terminal.js';

export { Crash, type MemoryFiles, memoryFiles, type Tree } from './world/files.js';
export { seededSigner } from './world/signer.js';
export { type CapturedTerminal, capturedTerminal } from './world/terminal.js';

/** The package's root on disk. */
export const packageRoot = join(import.meta.dirname, '..');

/** A world by hand; `memory` and `captured` are the disk and the terminal unless the test gave its own. */
export interface TestWorld extends World {
  readonly memory: MemoryFiles;
  readonly captured: CapturedTerminal;
  readonly clock: SteppingClock;
}

export interface Overrides extends Partial<Omit<World, 'machine' | 'clock'>> {
  readonly machine?: Partial<Machine>;
  readonly clock?: SteppingClock;
  /** Put on the disk in memory; the same as `files: memoryFiles(tree)`. */
  readonly tree?: Tree;
  /** Answers by question name; they make the terminal interactive. */
  readonly replies?: Readonly<Record<string, string | boolean>>;
}

/**
 * A World that touches nothing: a disk in memory, 2026-01-02T03:04:05Z and a second more at every look, counted
 * random bytes, locks within this process, the package's own templates and schemas. Git, processes and the agent
 * throw unless they are given, so that a test says what it relies on.
 */
export const makeWorld = (overrides: Overrides = {}): TestWorld => {
  const { machine, tree, replies, ...given } = overrides;
  const memory = memoryFiles(tree);
  const captured = capturedTerminal(replies);
  return {
    version: '0.1.0',
    files: memory,
    processes: noProcesses,
    git: noGit,
    clock: steppingClock(),
    random: countingRandom(),
    locks: memoryLocks(),
    assets: diskAssets(packageRoot),
    agent: noAgent,
    terminal: captured,
    ...given,
    machine: { ...standardMachine, ...machine },
    memory,
    captured,
  };
};

const standardMachine: Machine = {
  platform: 'linux',
  arch: 'x64',
  env: { HOME: '/home/ana', PATH: '/usr/bin:/bin' },
  cwd: '/home/ana/repo',
  home: '/home/ana',
  host: 'host-1',
  user: 'ana',
  pid: 4242,
  folders: {
    state: '/home/ana/.local/state/autogov',
    config: '/home/ana/.config/autogov',
    cache: '/home/ana/.cache/autogov',
  },
  self: ['/opt/autogov/autogov'],
  build: 'node',
  runtime: '20.19.0',
  cores: 2,
};

export interface SteppingClock extends Clock {
  /** Let that many milliseconds pass. */
  advance(milliseconds: number): void;
}

/** @param step milliseconds that pass with every look at the clock; 0 stands still */
export const steppingClock = (start = '2026-01-02T03:04:05.000Z', step = 1000): SteppingClock => {
  const origin = Date.parse(start);
  let passed = 0;
  const look = (): number => {
    const seen = passed;
    passed += step;
    return seen;
  };
  const advance = (milliseconds: number): void => {
    passed += milliseconds;
  };
  return {
    now: () => new Date(origin + look()),
    monotonic: () => BigInt(look()) * 1_000_000n,
    sleep: async (milliseconds) => advance(milliseconds),
    advance,
  };
};

/** Zeros that end in the number of the call (big-endian), so that no two calls answer the same. */
export const countingRandom = (): Random => {
  let calls = 0;
  return {
    bytes: (count) => {
      calls += 1;
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(BigInt(calls));
      const bytes = new Uint8Array(count);
      bytes.set(number.subarray(8 - Math.min(8, count)), count - Math.min(8, count));
      return bytes;
    },
  };
};

/** Locks that exclude within this process. A taker who waits gives up when a thousand turns of the event loop brought nothing. */
export const memoryLocks = (): Locks => {
  const held = new Set<string>();
  return {
    take: async (name, wait) => {
      for (let turn = 0; held.has(name); turn++) {
        if (wait === 0 || turn === 1000) return undefined;
        await new Promise((next) => setImmediate(next));
      }
      held.add(name);
      let mine = true;
      return () => {
        if (mine) held.delete(name);
        mine = false;
      };
    },
  };
};

const missing = (what: string) => (): never => {
  throw new Error(`this test gave no ${what}`);
};

const noProcesses: Processes = {
  find: missing('processes.find'),
  run: missing('processes.run'),
  onInterrupt: () => () => undefined,
  runNow: missing('processes.runNow'),
  stream: missing('processes.stream'),
};

const noGit: Git = {
  program: '/usr/bin/git',
  repository: missing('git.repository'),
  identity: missing('git.identity'),
  create: missing('git.create'),
};

const noAgent: Agent = { identities: missing('agent.identities') };

/** Processes of which some are given. */
export const processesWith = (given: Partial<Processes>): Processes => ({ ...noProcesses, ...given });

/** A file of the package as text; for tests that hold documents against code. */
export const packageFile = (path: string): string => readFileSync(join(packageRoot, path), 'utf8');
