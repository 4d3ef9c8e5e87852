import type { Completed, Machine, World } from '../ports/index.js';
import type { Outcome, PreparedRun } from './model.js';
import { observe } from './observed.js';
import type { OutputLog } from './output.js';
import type { RunEnd } from './records.js';
import { digestArtifacts, readCounts } from './result.js';
import { signalExit } from './signals.js';
import { findDifferences } from './worktree.js';

/** What `run` exits with after a timeout, as timeout(1) of coreutils does. */
export const timeoutExit = 124;
const notStarted = 125;

/** Execute a prepared run and look at what it left; its start has been recorded. */
export const executeRun = async (world: World, run: PreparedRun, output: OutputLog): Promise<RunEnd> => {
  const started = world.clock.monotonic();
  const done = await world.processes.stream(
    {
      program: run.entrypoint.program,
      args: run.entrypoint.args,
      cwd: run.root,
      env: run.environment.env,
      ...(run.timeout === undefined ? {} : { timeout: run.timeout }),
    },
    output.take,
  );
  const duration = Number(world.clock.monotonic() - started) / 1e6;
  return {
    ...judgeEnd(world.machine.platform, done),
    duration,
    output: output.finish(),
    counts: done.failure === undefined ? readCounts(world, run.root, run.automation, run.runId) : undefined,
    artifacts: done.failure === undefined ? digestArtifacts(world, run.root, run.automation) : [],
    changedDuringRun: run.mode === 'governed' ? findChanges(world, run) : undefined,
  };
};

/** How a child ended, as a record says it. */
export type Ending = Pick<RunEnd, 'outcome' | 'exitCode' | 'signal' | 'failure'>;

/** Exit code and outcome of a child that has ended. */
export const judgeEnd = (
  platform: Machine['platform'],
  done: Pick<Completed, 'code' | 'signal' | 'timedOut' | 'failure'>,
): Ending => {
  const { code, signal, timedOut, failure } = done;
  const ending = (outcome: Outcome, exitCode: number): Ending => ({ outcome, exitCode, signal, failure });
  if (failure !== undefined) return ending('error', notStarted);
  if (timedOut) return ending('timeout', timeoutExit);
  if (signal === undefined) return ending(code === 0 ? 'success' : 'failure', code ?? notStarted);
  const asked = ['SIGINT', 'SIGTERM', 'SIGHUP'].includes(signal);
  return ending(asked ? 'cancellation' : 'error', signalExit(platform, signal));
};

/** What differs from the commit after a governed run: it started from exactly that commit. */
const findChanges = (world: World, run: PreparedRun): readonly string[] => {
  const after = observe(world, run.repository);
  if (after.commit !== run.observed.commit) return [`HEAD (now ${after.commit})`];
  return [...new Set([...(after.dirty?.paths ?? []), ...findDifferences(world, run.repository, run.observed.commit)])];
};
