import { measure } from './measure.js';
import { makeBench } from './place.js';
import { asData, asText, type Outcome } from './report.js';
import { rows } from './rows/index.js';

/**
 * `npm run bench -- NAME… [--json] [--runs N]`: ours and a peer in turn, whole processes, medians and their ratio. `all` is every row.
 * Quote ratios from one run, never a time alone; a quiet machine, please.
 */
const main = async (argv: readonly string[]): Promise<number> => {
  const json = argv.includes('--json');
  const at = argv.indexOf('--runs');
  const runs = at < 0 ? 15 : Number(argv[at + 1]);
  const names = argv.filter((word, index) => !word.startsWith('--') && (at < 0 || index !== at + 1));
  const unknown = names.filter((name) => name !== 'all' && !rows.some((row) => row.name === name));
  if (names.length === 0 || unknown.length > 0 || !Number.isInteger(runs) || runs < 11) {
    const known = rows.map((row) => `  ${row.name.padEnd(14)} ${row.about}\n`).join('');
    process.stderr.write(`usage: npm run bench -- NAME… [--json] [--runs N≥11]\n${known}  all\n`);
    return 2;
  }
  const bench = makeBench(process.cwd());
  const outcomes: Outcome[] = [];
  for (const row of rows.filter(({ name }) => names.includes('all') || names.includes(name))) {
    for (const contest of await row.prepare(bench)) {
      const outcome = { row: row.name, contest, comparison: measure(bench, contest, runs) };
      outcomes.push(outcome);
      if (!json) process.stdout.write(`${asText(outcome)}\n`);
    }
  }
  if (json) process.stdout.write(`${JSON.stringify({ node: process.version, outcomes: outcomes.map(asData) })}\n`);
  return 0;
};

process.exitCode = await main(process.argv.slice(2));
