import { spawnSync } from 'node:child_process';
import type { Bench, Contest, Side } from './row.js';
import { type Comparison, compare } from './statistics.js';

const warmUps = 3;

/** Both sides in turn, A B A B, after a warm-up of each; output thrown away, so that no pipe is measured. */
export const measure = (bench: Bench, contest: Contest, runs: number): Comparison => {
  for (const side of [contest.ours, contest.peer]) mustWork(bench, side);
  for (let count = 1; count < warmUps; count++) {
    time(bench, contest.ours);
    time(bench, contest.peer);
  }
  return compare(Array.from({ length: runs }, () => [time(bench, contest.ours), time(bench, contest.peer)] as const));
};

/** The first run of a side is looked at: a program that fails fast must not win. */
const mustWork = (bench: Bench, side: Side): void => {
  side.before?.();
  const [program, ...args] = side.command;
  const ran = spawnSync(program, args, { cwd: side.cwd, env: bench.env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (!isDone(side, ran.status)) {
    throw new Error(`${side.label} ended with ${ran.status ?? ran.error}:\n${ran.stdout}${ran.stderr}`);
  }
};

const time = (bench: Bench, side: Side): number => {
  side.before?.();
  const [program, ...args] = side.command;
  const start = process.hrtime.bigint();
  const { status } = spawnSync(program, args, { cwd: side.cwd, env: bench.env, stdio: 'ignore' });
  const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  if (!isDone(side, status)) throw new Error(`${side.label} ended with ${status} after it had worked`);
  return elapsed;
};

const isDone = (side: Side, status: number | null): boolean =>
  status !== null && (side.statuses ?? [0]).includes(status);
