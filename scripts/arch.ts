import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Hold the imports against the directions of the house, the files against its sizes, and the check against itself: offenders planted in
 * src/ for a moment must each be refused by the rule that they break, and the cruise must have seen the whole of src/.
 */
const root = process.cwd();

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

const cruise = (): Cruise => {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  try {
    return JSON.parse(
      execFileSync(process.execPath, [bin, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], {
        cwd: root,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    ) as Cruise;
  } catch (error) {
    // The exit code counts violations; the report is on stdout all the same.
    const stdout = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    if (stdout === '') throw error;
    return JSON.parse(stdout) as Cruise;
  }
};

const sources = (readdirSync(join(root, 'src'), { recursive: true }) as string[]).filter((name) =>
  name.endsWith('.ts'),
);

const planted: readonly { readonly file: string; readonly text: string; readonly rule: string }[] = [
  {
    file: 'src/policy/planted-offender.ts',
    text: "export * from '../commands/shape.js';\n",
    rule: 'rooms-never-import-commands',
  },
  {
    file: 'src/evidence/planted-offender.ts',
    text: "export * from '../audit/index.js';\n",
    rule: 'ways-out-of-evidence',
  },
  { file: 'src/runs/planted-offender.ts', text: "export * from 'execa';\n", rule: 'owner-of-execa' },
];

const faults: string[] = [];
for (const { file, text } of planted) {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
}
let withOffenders: Cruise;
try {
  withOffenders = cruise();
} finally {
  for (const { file } of planted) rmSync(join(root, file));
}
for (const { file, rule } of planted) {
  const caught = withOffenders.summary.violations.some((each) => each.from === file && each.rule.name === rule);
  if (!caught) faults.push(`the planted offender ${file} was not caught by ${rule}: the check is blind`);
}
const offenders = new Set(planted.map(({ file }) => file));
for (const { from, to, rule } of withOffenders.summary.violations) {
  if (!offenders.has(from)) faults.push(`${rule.name}: ${from} → ${to}`);
}
if (withOffenders.summary.totalCruised < sources.length) {
  faults.push(`only ${withOffenders.summary.totalCruised} of ${sources.length} modules were cruised`);
}

const hardLimit = 300;
for (const name of sources) {
  if (name.endsWith('.gen.ts')) continue;
  const path = join(root, 'src', name);
  const lines = readFileSync(path, 'utf8').split('\n').length - 1;
  if (lines > hardLimit) faults.push(`src/${name} has ${lines} lines; ${hardLimit} is the limit`);
}
const scripts = Object.keys(
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);
if (scripts.length > 10) faults.push(`${scripts.length} npm scripts; ten is the limit`);
for (const room of readdirSync(join(root, 'src'), { withFileTypes: true })) {
  if (
    room.isDirectory() &&
    !['commands'].includes(room.name) &&
    !existsSync(join(root, 'src', room.name, 'index.ts'))
  ) {
    faults.push(`src/${room.name} has no door (index.ts)`);
  }
}

for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(
  `${withOffenders.summary.totalCruised} modules, ${planted.length} planted offenders caught, ${faults.length} faults\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
