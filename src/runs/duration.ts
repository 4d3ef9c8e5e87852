const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a duration that the manifest's schema admits, e.g. `10m`. */
export const parseDuration = (text: string): number => {
  const parts = /^(\d+)(ms|s|m|h|d)$/.exec(text);
  const unit = parts?.[2] as keyof typeof units | undefined;
  if (parts === null || unit === undefined) throw new RangeError(`not a duration: ${text}`);
  return Number(parts[1]) * units[unit];
};

/** For people: `38 ms`, `4.2 s`, `3 min 20 s`. @param milliseconds not negative */
export const showDuration = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
};
