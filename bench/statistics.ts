/** Of a sorted or unsorted list; the mean of the middle two for an even count. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * Linear interpolation between order statistics.
 * @param at 0 to 1
 * @throws RangeError for an empty list
 * @see Hyndman and Fan, Sample Quantiles in Statistical Packages (1996), definition 7
 */
export const quantile = (values: readonly number[], at: number): number => {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * at;
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
};

/** What a number of pairs of runs showed; times in milliseconds. */
export interface Comparison {
  readonly ours: number;
  readonly peer: number;
  /** Median of ours over median of the peer's. */
  readonly ratio: number;
  /** First and third quartile of the ratios of the pairs: how far the machine's noise moves the ratio. */
  readonly spread: readonly [number, number];
  readonly runs: number;
}

/** @param pairs ours and the peer's, taken in turn */
export const compare = (pairs: readonly (readonly [number, number])[]): Comparison => {
  const ours = median(pairs.map(([each]) => each));
  const peer = median(pairs.map(([, each]) => each));
  const ratios = pairs.map(([a, b]) => a / b);
  return {
    ours,
    peer,
    ratio: ours / peer,
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    runs: pairs.length,
  };
};

/** What a contest has to reach: a ratio, milliseconds, or both. */
export interface Goal {
  /** Ours over the peer's, at most. */
  readonly ratio: number;
  /** Ours, milliseconds, at most. */
  readonly limit?: number;
}

export const isMet = (goal: Goal, { ratio, ours }: Pick<Comparison, 'ratio' | 'ours'>): boolean =>
  ratio <= goal.ratio && (goal.limit === undefined || ours <= goal.limit);
