import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** One group of tests that this machine could not run. */
export interface LeftOut {
  readonly group: string;
  readonly missing: string;
  /** Path of the test file, from the package's root. */
  readonly file: string;
}

/** The lines that end a run: what was left out, why, and how to make that a failure. Empty if nothing was. */
export const leftOutSummary = (all: readonly LeftOut[]): string => {
  if (all.length === 0) return '';
  const lines = new Map<string, Set<string>>();
  for (const { group, missing, file } of all) {
    const key = `${group.padEnd(10)} ${missing}`;
    lines.set(key, (lines.get(key) ?? new Set()).add(file));
  }
  const groups = [...new Set(all.map((each) => each.group))].sort();
  return [
    'left out on this machine:',
    ...[...lines].sort().map(([key, files]) => `  ${key}: ${[...files].sort().join(', ')}`),
    `  AUTOGOV_REQUIRE=${groups.join(',')} makes that a failure`,
    '',
  ].join('\n');
};

/** @param notes JSON Lines of LeftOut that the workers appended; removed with its folder when the run is over */
export const leftOutReporter = (notes: string) => ({
  onTestRunEnd: (): void => {
    const text = existsSync(notes) ? readFileSync(notes, 'utf8') : '';
    rmSync(dirname(notes), { recursive: true, force: true });
    const all = text
      .split('\n')
      .filter(Boolean)
      .map((line): LeftOut => JSON.parse(line));
    process.stdout.write(leftOutSummary(all) === '' ? '' : `\n${leftOutSummary(all)}`);
  },
});
