import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePlace, type Place } from '../e2e/scenario/place.js';
import { type Ran, runProgram } from '../e2e/scenario/run.js';
import { type BuildUnderTest, builds } from '../setup/builds.js';
import { networkEnvironment } from '../setup/network.js';
import { need } from '../setup/require.js';

/** The longest name that is allowed, because generated lines get longer with it; and every answer that changes what is generated. */
const longest = 'a-very-long-name-of-forty-characters-abc';
const cases: readonly { readonly build: string; readonly name: string; readonly set: readonly string[] }[] = [
  { build: 'executable', name: 'invoices', set: [] },
  {
    build: 'node',
    name: longest,
    set: ['license=MIT', 'ci=none', 'description=Says "hi"\\ to each [[ name ]] {{ x }}'],
  },
];

const limit = 600_000;

const judge = ['run', '--no-project', '--isolated', '--with', 'validate-pyproject[all]==0.27', 'python', '-m'];

describe.runIf(need('python3', 'toolchain'))('a generated repository', () => {
  describe.each(cases)('$name by the $build build', ({ build: wanted, name, set }) => {
    const build = builds.find((each) => each.name === wanted) as BuildUnderTest;
    const env = networkEnvironment();
    let place: Place;
    let root: string;
    let made: Ran;
    const run = (...command: string[]): Promise<Ran> => runProgram(place, command, { cwd: root, env, timeout: limit });
    const autogov = (...args: string[]): Promise<Ran> => run(...build.command, ...args);
    const uv = (...args: string[]): Promise<Ran> => run(ownUv(env), ...args);
    const good = (ran: Ran): void => expect(ran, ran.stdout + ran.stderr).toMatchObject({ status: 0 });

    beforeAll(async () => {
      place = makePlace();
      root = join(place.root, name);
      const args = ['init', name, '--yes', '--json', ...set.flatMap((each) => ['--set', each])];
      made = await runProgram(place, [...build.command, ...args], { env, timeout: limit });
    });
    afterAll(() => place.end());

    test('is committed, installed and green, and init says so', () => {
      good(made);
      expect(JSON.parse(made.stdout)).toMatchObject({
        exit: 0,
        faults: [],
        data: {
          environment: { installed: true, uv: { version: expect.any(String) } },
          check: { exit: 0, summary: { fail: 0, error: 0 }, findings: [] },
        },
      });
    });

    test('has nothing uncommitted, and one commit', async () => {
      expect((await run('git', 'status', '--porcelain')).stdout).toBe('');
      expect((await run('git', 'log', '--format=%s')).stdout).toMatch(/^chore: scaffold with autogov \S+\n$/);
      expect((await run('git', 'show', 'HEAD:uv.lock')).stdout).toContain(`name = "${name}"`);
    });

    test.each([
      ['ruff check', ['run', '--locked', 'ruff', 'check']],
      ['ruff format', ['run', '--locked', 'ruff', 'format', '--check']],
      ['mypy', ['run', '--locked', 'mypy']],
      ['pytest with coverage', ['run', '--locked', 'pytest', '--cov', '-q']],
      ['uv lock', ['lock', '--check']],
      ['the build', ['build', '--quiet']],
      ['validate-pyproject', [...judge, 'validate_pyproject', 'pyproject.toml']],
    ])('%s accepts it', async (_, args) => good(await uv(...args)));

    test('runs, twice with one result, and tells bad rows apart', async () => {
      const start = () => uv('run', '--locked', name);
      const result = () => JSON.parse(readFileSync(join(root, 'out', 'result.json'), 'utf8'));
      good(await start());
      const first = result();
      expect(first).toMatchObject({ total: 6, processed: 6, failed: 0, unchanged: false });
      good(await start());
      expect(result()).toMatchObject({ unchanged: true, outputs: first.outputs });
      const input = join(root, 'data', 'in', 'invoices-2026-01.csv');
      writeFileSync(input, `${readFileSync(input, 'utf8')}R-9,Ada,soon,EUR,1.00\n`);
      expect((await start()).status).toBe(3);
      expect(result()).toMatchObject({ total: 7, processed: 6, failed: 1 });
      expect(readFileSync(join(root, 'out', 'rejected.csv'), 'utf8')).toContain('invoices-2026-01.csv,8,issued');
      expect((await uv('run', '--locked', name, '--config', 'absent.toml')).status).toBe(2);
      good(await run('git', 'checkout', '-q', 'data'));
    });

    test('is left alone by a second init', async () => {
      const again = await runProgram(place, [...build.command, 'init', name, '--yes'], { env, timeout: limit });
      expect(again.stdout).toContain('already scaffolded, nothing changed');
      expect((await run('git', 'status', '--porcelain')).stdout).toBe('');
      good(await autogov('check', '--static'));
    });
  });
});

/** The uv that init put into autogov's own cache. */
const ownUv = (env: Readonly<Record<string, string>>): string => {
  const folder = join(env['AUTOGOV_CACHE'] ?? '', 'uv');
  const version = readdirSync(folder).sort().at(-1) ?? '';
  return join(folder, version, process.platform === 'win32' ? 'uv.exe' : 'uv');
};
