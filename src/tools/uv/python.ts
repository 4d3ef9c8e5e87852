import { dirname } from 'node:path';
import type { World } from '../../ports/index.js';
import { pathOutside, textOf, toolEnvironment } from '../children.js';

/** A Python interpreter that was asked for its version. */
export interface Python {
  /** Absolute path. */
  readonly program: string;
  /** Arguments before every other, e.g. `-3` of the Windows launcher. */
  readonly args: readonly string[];
  /** `3.12.1` */
  readonly version: string;
}

const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'] as const;
const windowsNames = ['py', 'python3', 'python'] as const;

/** The stub that opens the Microsoft Store instead of running Python. */
const isStoreStub = (program: string): boolean => /[\\/]Microsoft[\\/]WindowsApps[\\/]/i.test(program);

/**
 * The first Python ≥ 3.11 on PATH: python3, then by version, newest first, then python; on Windows the `py` launcher first.
 * Each candidate is started once, isolated (-I), because a name alone proves nothing: version managers put shims there that fail.
 * @param outside a repository whose own folders on PATH are passed over
 */
export const findPython = async (world: World, outside?: string): Promise<Python | undefined> => {
  const windows = world.machine.platform === 'win32';
  for (const name of windows ? windowsNames : names) {
    const program = world.processes.find(name, outside);
    if (program === undefined || isStoreStub(program)) continue;
    const python = await ask(world, program, name === 'py' ? ['-3'] : [], outside);
    if (python !== undefined) return python;
  }
  return undefined;
};

const ask = async (
  world: World,
  program: string,
  args: readonly string[],
  outside: string | undefined,
): Promise<Python | undefined> => {
  const done = await world.processes.run({
    program,
    args: [...args, '-I', '-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])'],
    cwd: dirname(program),
    env: toolEnvironment(world, pathOutside(world, outside)),
    timeout: 20_000,
  });
  const version = textOf(done.stdout).trim();
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+$/.exec(version) ?? [];
  if (done.code !== 0 || Number(major) !== 3 || Number(minor) < 11) return undefined;
  return { program, args, version };
};
