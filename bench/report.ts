import type { Contest, Row } from './row.js';
import { type Comparison, isMet } from './statistics.js';

export interface Outcome {
  readonly row: Row['name'];
  readonly contest: Contest;
  readonly comparison: Comparison;
}

/** One object a contest; times in milliseconds. */
export const asData = ({ row, contest, comparison }: Outcome) => ({
  row,
  what: contest.what,
  ours: { label: contest.ours.label, median: round(comparison.ours) },
  peer: { label: contest.peer.label, median: round(comparison.peer) },
  runs: comparison.runs,
  ratio: round(comparison.ratio),
  spread: comparison.spread.map(round),
  goal: contest.goal,
  met: isMet(contest.goal, comparison),
});

export const asText = ({ row, contest, comparison }: Outcome): string => {
  const { goal } = contest;
  const limit = goal.limit === undefined ? '' : ` and ${goal.limit} ms`;
  const line = (label: string, time: number) => `  ${label.padEnd(48)} ${time.toFixed(1).padStart(9)} ms`;
  const [low, high] = comparison.spread;
  return [
    `${row}: ${contest.what}`,
    line(contest.ours.label, comparison.ours),
    line(contest.peer.label, comparison.peer),
    `  ratio ${comparison.ratio.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)}, ${comparison.runs} pairs)   ` +
      `goal ≤ ${goal.ratio}${limit}   ${isMet(goal, comparison) ? 'met' : 'MISSED'}`,
    '',
  ].join('\n');
};

const round = (value: number): number => Math.round(value * 1000) / 1000;
