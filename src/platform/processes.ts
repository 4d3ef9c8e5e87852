import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import type { Command, Completed, Machine, Processes } from '../ports/index.js';
import { builtin } from './builtin.js';
import { forwarded, graceMilliseconds, onInterrupt, signalGroup, watchGroup } from './groups.js';
import { findOnPath } from './path.js';

const limitDefault = 64 * 1024 * 1024;

type Platform = Machine['platform'];

export const createProcesses = (platform: Platform, env: Machine['env']): Processes => {
  const isProgram = (path: string): boolean => {
    try {
      accessSync(path, platform === 'win32' ? constants.F_OK : constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  };
  const found = new Map<string, string | undefined>();
  return {
    find: (program, outside) => {
      const key = `${program}\0${outside ?? ''}`;
      if (!found.has(key)) found.set(key, findOnPath(platform, env, program, isProgram, { outside, real }));
      return found.get(key);
    },
    run: (command) => runCaptured(platform, command),
    onInterrupt,
    runNow,
    stream: (command, onOutput) => stream(platform, command, onOutput),
  };
};

const real = (path: string): string | undefined => {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
};

const empty = new Uint8Array(0);

/** The child leads a process group of its own; the time limit and an interrupt reach all that it started. */
const runCaptured = async (platform: Platform, command: Command): Promise<Completed> => {
  const { execa } = await import('execa');
  const started = process.hrtime.bigint();
  const running = execa(command.program, [...command.args], {
    cwd: command.cwd,
    env: { ...command.env },
    extendEnv: false,
    reject: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    windowsHide: true,
    detached: platform !== 'win32',
    cleanup: false,
    maxBuffer: command.limit ?? limitDefault,
    ...(command.input === undefined ? { stdin: 'ignore' as const } : { input: command.input }),
  });
  const release = watchGroup(platform, running.pid);
  const timers: NodeJS.Timeout[] = [];
  let timedOut = false;
  const stop = (): void => {
    timedOut = true;
    signalGroup(platform, running.pid, 'SIGTERM');
    timers.push(
      setTimeout(() => {
        signalGroup(platform, running.pid, 'SIGKILL');
        // What left the group may still hold the pipes; nobody waits for it.
        running.stdout?.destroy();
        running.stderr?.destroy();
      }, graceMilliseconds),
    );
  };
  if (command.timeout !== undefined) timers.push(setTimeout(stop, command.timeout));
  const result = await running.finally(() => {
    for (const timer of timers) clearTimeout(timer);
    release();
  });
  if (result.isMaxBuffer) signalGroup(platform, running.pid, 'SIGKILL');
  return {
    code: result.exitCode,
    signal: result.signal,
    stdout: result.stdout ?? empty,
    stderr: result.stderr ?? empty,
    timedOut,
    truncated: result.isMaxBuffer,
    failure: result.exitCode === undefined && result.signal === undefined ? (result.code ?? 'UNKNOWN') : undefined,
    elapsed: since(started),
    pid: running.pid,
  };
};

const runNow = (command: Command): Completed => {
  const started = process.hrtime.bigint();
  const result = builtin.childProcess().spawnSync(command.program, [...command.args], {
    cwd: command.cwd,
    env: { ...command.env },
    windowsHide: true,
    maxBuffer: command.limit ?? limitDefault,
    stdio: [command.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(command.input === undefined ? {} : { input: command.input }),
    ...(command.timeout === undefined ? {} : { timeout: command.timeout }),
  });
  const code = result.error !== undefined && 'code' in result.error ? String(result.error.code) : undefined;
  const truncated = code === 'ENOBUFS';
  const timedOut = code === 'ETIMEDOUT';
  return {
    code: result.status ?? undefined,
    signal: result.signal ?? undefined,
    stdout: result.stdout ?? empty,
    stderr: result.stderr ?? empty,
    timedOut,
    truncated,
    failure: code !== undefined && !truncated && !timedOut ? code : undefined,
    elapsed: since(started),
    pid: result.pid,
  };
};

/**
 * The child leads a process group of its own, so that a signal or a timeout reaches all that it started. Signals sent to
 * autogov are handed on and autogov stays alive to record the end; a second SIGINT becomes SIGKILL.
 */
const stream = (
  platform: Platform,
  command: Command,
  onOutput: (from: 'stdout' | 'stderr', chunk: Uint8Array) => void,
): Promise<Completed> =>
  new Promise((resolve) => {
    const started = process.hrtime.bigint();
    const child = spawnChild(platform, command);
    if (typeof child === 'string') {
      resolve(neverStarted(child, started));
      return;
    }
    let timedOut = false;
    let interrupts = 0;
    const timers: NodeJS.Timeout[] = [];
    const toGroup = (signal: NodeJS.Signals): void => {
      signalGroup(platform, child.pid, signal);
      if (signal !== 'SIGKILL') return;
      // What left the group may still hold the pipes; nobody waits for it longer than the last output needs.
      timers.push(
        setTimeout(() => {
          child.stdout?.destroy();
          child.stderr?.destroy();
        }, 1000),
      );
    };
    const handlers = forwarded.map((signal) => {
      const handler = () => {
        interrupts += 1;
        toGroup(interrupts > 1 && signal === 'SIGINT' ? 'SIGKILL' : signal);
      };
      process.on(signal, handler);
      return [signal, handler] as const;
    });
    if (command.timeout !== undefined) {
      timers.push(
        setTimeout(() => {
          timedOut = true;
          toGroup('SIGTERM');
          timers.push(setTimeout(() => toGroup('SIGKILL'), graceMilliseconds));
        }, command.timeout),
      );
    }
    const finish = (code: number | null, signal: string | null, failure: string | undefined): void => {
      for (const timer of timers) clearTimeout(timer);
      for (const [name, handler] of handlers) process.off(name, handler);
      resolve({
        code: code ?? undefined,
        signal: signal ?? undefined,
        stdout: empty,
        stderr: empty,
        timedOut,
        truncated: false,
        failure,
        elapsed: since(started),
        pid: child.pid,
      });
    };
    let heard = 0;
    const take = (from: 'stdout' | 'stderr') => (chunk: Uint8Array) => {
      heard += 1;
      onOutput(from, chunk);
    };
    child.stdout?.on('data', take('stdout'));
    child.stderr?.on('data', take('stderr'));
    // A daemon that the child left behind may hold the pipes for ever. When it has been silent for a while, the run is over.
    const awaitSilence = (before: number): void => {
      timers.push(
        setTimeout(() => {
          // What lies in the pipes is read between a timer and an immediate.
          setImmediate(() => {
            if (heard !== before) return awaitSilence(heard);
            child.stdout?.destroy();
            child.stderr?.destroy();
          });
        }, graceMilliseconds),
      );
    };
    child.on('exit', () => awaitSilence(heard));
    child.on('error', (error) => {
      if (child.pid === undefined) finish(null, null, 'code' in error ? String(error.code) : error.message);
    });
    child.on('close', (code, signal) => finish(code, signal, undefined));
    if (command.input !== undefined) child.stdin?.end(command.input);
  });

/** Bun throws for some files that cannot be executed, where node answers with an event. @returns the child, or why there is none */
const spawnChild = (platform: Platform, command: Command): ChildProcess | string => {
  try {
    return builtin.childProcess().spawn(command.program, [...command.args], {
      cwd: command.cwd,
      env: { ...command.env },
      detached: platform !== 'win32',
      windowsHide: true,
      stdio: [command.input === undefined ? 'inherit' : 'pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

const neverStarted = (failure: string, started: bigint): Completed => ({
  code: undefined,
  signal: undefined,
  stdout: empty,
  stderr: empty,
  timedOut: false,
  truncated: false,
  failure,
  elapsed: since(started),
  pid: undefined,
});

const since = (started: bigint): number => Number(process.hrtime.bigint() - started) / 1e6;
