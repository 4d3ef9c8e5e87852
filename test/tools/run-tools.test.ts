import { describe, expect, test } from 'vitest';
import type { Project } from '../../src/config/index.js';
import type { Command, Repository } from '../../src/ports/index.js';
import { limitedTo } from '../../src/tools/check.js';
import { lockedEnvironment, onlyRebuilds } from '../../src/tools/environment.js';
import type { ToolName } from '../../src/tools/names.js';
import { runTools } from '../../src/tools/run-tools.js';
import { type Ended, root, worldWith } from './setting.js';

const lock = ['ruff', 'mypy', 'pytest'].map((name) => `[[package]]\nname = "${name}"\nversion = "1.2.3"\n`).join('\n');
const tree = {
  [`${root}/pyproject.toml`]: '[project]\nname = "a"\n[tool.mypy]\nfiles = ["src"]\n',
  [`${root}/uv.lock`]: lock,
  [`${root}/.venv/pyvenv.cfg`]: '',
  '/tmp/': '',
};
const programs = { uv: '/usr/bin/uv' };
const names: readonly ToolName[] = ['uv', 'ruff', 'mypy', 'pytest'];

const projectOf = (tracked = ''): Project => {
  const never = (): never => {
    throw new Error('not expected');
  };
  const repository: Repository = {
    root,
    folder: `${root}/.git`,
    run: never,
    remote: never,
    text: (args) => (args[0] === 'ls-files' ? tracked : never()),
    commit: never,
    config: never,
  };
  return { root, repository };
};

/** A machine on which everything is as it should be, but for what `over` answers. */
const machine = (over: (command: Command) => Ended | undefined = () => undefined, more: object = {}) => {
  const world = worldWith(
    (command) => {
      const said = over(command);
      if (said !== undefined) return said;
      const [program, first] = [command.program.split('/').at(-1), command.args[0]];
      if (program === 'uv') return first === '--version' ? { stdout: 'uv 0.13.9\n' } : {};
      if (program === 'ruff') return { stdout: '[]' };
      if (program === 'pytest') {
        const report = { counts: { passed: 1 }, collected: 1, failUnder: null, failures: [] };
        world.memory.put({ [command.env['AUTOGOV_PYTEST_REPORT'] ?? '']: JSON.stringify(report) });
      }
      return {};
    },
    programs,
    { ...tree, ...more },
  );
  return world;
};

const judge = async (world: ReturnType<typeof machine>, required: readonly string[] = names, project = projectOf()) =>
  (await runTools(world, project, names, required)).map(({ outcome, findings }) => ({
    tool: outcome.tool,
    result: outcome.result,
    rules: findings.map((each) => each.rule),
    next: findings.map((each) => each.next).join(),
    status: findings.map((each) => each.status).join(),
  }));

const results = async (...args: Parameters<typeof judge>) => (await judge(...args)).map((each) => each.result);

describe('the tools together', () => {
  test('all pass, in the order of the summary, versions from the lock', async () => {
    const rows = await runTools(machine(), projectOf(), names, names);
    expect(rows.map(({ outcome }) => [outcome.tool, outcome.version, outcome.result])).toEqual([
      ['uv', '0.13.9', 'pass'],
      ['ruff', '1.2.3', 'pass'],
      ['mypy', '1.2.3', 'pass'],
      ['pytest', '1.2.3', 'pass'],
    ]);
  });

  test('they are started by absolute path from the environment, in the root, and leave nothing behind', async () => {
    const world = machine();
    await judge(world);
    const own = world.started.filter((each) => each.program.includes('.venv'));
    expect(new Set(own.map((each) => each.program))).toEqual(
      new Set(['ruff', 'mypy', 'pytest'].map((name) => `${root}/.venv/bin/${name}`)),
    );
    expect(world.started.filter((each) => each.args[0] !== '--version').every((each) => each.cwd === root)).toBe(true);
    expect(world.memory.snapshot('/tmp')).toEqual({});
  });

  test('on Windows they stand in Scripts', async () => {
    const world = machine();
    const windows = { ...world, machine: { ...world.machine, platform: 'win32' as const } };
    await runTools(windows, projectOf(), ['ruff'], []);
    expect(world.started.at(-1)?.program).toBe(`${root}/.venv/Scripts/ruff.exe`);
  });

  test('uv puts the environment where UV_PROJECT_ENVIRONMENT says', async () => {
    const world = machine(undefined, { '/venvs/a/pyvenv.cfg': '' });
    const env = { ...world.machine.env, UV_PROJECT_ENVIRONMENT: '/venvs/a' };
    await runTools({ ...world, machine: { ...world.machine, env } }, projectOf(), ['ruff'], []);
    expect(world.started.at(-1)?.program).toBe('/venvs/a/bin/ruff');
  });

  test.each<[string, (command: Command) => Ended | undefined]>([
    ['crashes', (command) => (command.program.endsWith('/mypy') ? { code: 139 } : undefined)],
    [
      'is ended by a signal',
      (command) => (command.program.endsWith('/mypy') ? { code: undefined as never, signal: 'SIGKILL' } : undefined),
    ],
    [
      'is missing',
      (command) => (command.program.endsWith('/mypy') ? { code: undefined as never, failure: 'ENOENT' } : undefined),
    ],
    ['prints nonsense', (command) => (command.program.endsWith('/mypy') ? { code: 1, stdout: 'hello' } : undefined)],
    [
      'takes too long',
      (command) => (command.program.endsWith('/mypy') ? { code: undefined as never, timedOut: true } : undefined),
    ],
    ['prints too much', (command) => (command.program.endsWith('/mypy') ? { truncated: true } : undefined)],
  ])('one that %s is an error, the others have their verdict', async (_, over) => {
    const rows = await judge(machine(over));
    expect(rows.map((each) => each.result)).toEqual(['pass', 'pass', 'error', 'pass']);
    expect(rows[2]).toMatchObject({ status: 'error', rules: [expect.stringMatching(/^AG23[345]$/)] });
  });

  test('a required tool that is not locked is an error; another is listed as not checked', async () => {
    const world = () => machine(undefined, { [`${root}/uv.lock`]: '[[package]]\nname = "ruff"\nversion = "1"\n' });
    expect(await results(world(), ['mypy', 'bandit'])).toEqual(['pass', 'pass', 'error', 'notChecked', 'error']);
    expect((await judge(world(), ['mypy']))[2]).toMatchObject({ rules: ['AG232'], next: 'uv add --dev mypy' });
  });

  test('without a lock file it is the lock that is missing, not every tool in it', async () => {
    const world = worldWith(() => undefined, {}, { [`${root}/pyproject.toml`]: '[project]\nname = "a"\n' });
    const [row] = (await judge(world, ['ruff'])).filter((each) => each.rules.includes('AG232'));
    expect(row).toMatchObject({ next: 'uv lock && uv sync --locked' });
  });

  test('where pyproject.toml does not parse no tool has a verdict, and nothing is started', async () => {
    const world = worldWith(() => undefined, {}, { [`${root}/pyproject.toml`]: '[project]\nname = "a\n' });
    const rows = await runTools(world, projectOf(), names, names);
    expect(rows.map(({ outcome }) => outcome.result)).toEqual(['error', 'error', 'error', 'error']);
    expect(rows[1]?.findings).toMatchObject([{ rule: 'AG237', path: 'pyproject.toml', line: 2 }]);
    expect(world.started).toEqual([]);
  });

  test('without pyproject.toml nothing is started', async () => {
    const world = worldWith(() => undefined, {}, { [`${root}/README.md`]: '' });
    expect(await results(world, ['ruff'])).toEqual(['notChecked', 'error', 'notChecked', 'notChecked']);
  });

  test('without uv nothing can be held against the lock', async () => {
    const world = { ...machine(), processes: { ...machine().processes, find: () => undefined } };
    const rows = await runTools(world, projectOf(), names, names);
    expect(rows.map(({ outcome, findings }) => [outcome.result, findings[0]?.rule])).toEqual(
      names.map(() => ['error', 'AG227']),
    );
  });
});

describe('the environment', () => {
  const uv = { program: '/usr/bin/uv', version: '0.13.9', origin: 'path' as const };
  const sync = ({ args }: Command) => args[0] === 'sync';
  const outdated = (lines: string) => ({
    code: 1,
    stderr: `${lines}\nerror: The environment is outdated; run \`uv sync\``,
  });

  test.each<[string, (command: Command) => Ended | undefined, object, string, string | undefined]>([
    ['as the lock says', () => undefined, {}, '', undefined],
    ['missing', () => undefined, { '.venv': '' }, '', 'AG230'],
    ['outdated', (command) => (sync(command) ? outdated(' - ruff==1\n + ruff==2') : undefined), {}, '', 'AG231'],
    [
      'with the project never installed',
      (command) => (sync(command) ? outdated(' + a @ file:///r') : undefined),
      {},
      '',
      'AG231',
    ],
    [
      'with only the project to be built again',
      (command) =>
        sync(command) && !command.args.includes('--no-install-workspace')
          ? outdated(' - a==1 (from file:///r)\n + a @ file:///r')
          : undefined,
      {},
      '',
      undefined,
    ],
    ['committed', () => undefined, {}, '.venv/bin/ruff\0', 'AG236'],
    [
      'for another Python',
      (command) => (sync(command) ? { code: 2, stderr: 'error: No interpreter found for Python >=3.15' } : undefined),
      {},
      '',
      'AG237',
    ],
  ])('%s', async (_, over, change, tracked, code) => {
    const world = machine(over);
    if ('.venv' in change) world.memory.remove(`${root}/.venv`);
    const state = await lockedEnvironment(world, projectOf(tracked).repository, uv);
    expect(state.usable ? undefined : state.fault('ruff').code).toBe(code);
    const asked = world.started.find(sync);
    if (asked !== undefined) expect(asked.args).toEqual(expect.arrayContaining(['--frozen', '--check', '--offline']));
  });

  test.each([
    ['path', 'uv sync --locked'],
    ['cache', '/usr/bin/uv sync --locked'],
  ] as const)('the command that mends it can be typed as it is (uv from the %s)', async (origin, mend) => {
    const world = machine();
    world.memory.remove(`${root}/.venv`);
    const state = await lockedEnvironment(world, projectOf().repository, { ...uv, origin });
    expect(state.usable ? '' : state.fault('ruff').try).toBe(mend);
  });

  test.each([
    [' - a==1\n + a==1', true],
    [' + a==1', false],
    [' - a==1\n + a==1\n + b==1', false],
    ['', false],
  ])('%j is only a rebuild: %s', (said, only) => expect(onlyRebuilds(said)).toBe(only));
});

describe('paths', () => {
  const finding = (path: string, status: 'fail' | 'error' = 'fail') =>
    ({
      rule: 'mypy',
      severity: 'error',
      status,
      path,
      line: 1,
      column: 1,
      message: '',
      why: '',
      next: '',
      fixable: false,
    }) as const;
  const judged = (...findings: ReturnType<typeof finding>[]) => ({
    outcome: { tool: 'mypy', result: 'fail', detail: '2 errors', elapsed: 1 } as const,
    findings,
  });

  test.each([
    [undefined, 2, 'fail', '2 errors'],
    [['.'], 2, 'fail', '2 errors'],
    [['src'], 1, 'fail', '1 here, 1 elsewhere'],
    [['src/a.py'], 1, 'fail', '1 here, 1 elsewhere'],
    [['sr'], 0, 'pass', 'ok here, 2 elsewhere'],
  ])('%j', (paths, count, result, detail) => {
    const limited = limitedTo(paths, judged(finding('src/a.py'), finding('tests/b.py')));
    expect(limited.findings).toHaveLength(count);
    expect(limited.outcome).toMatchObject({ result, detail });
  });

  test('what could not be checked stays, wherever it stands', () => {
    expect(limitedTo(['src'], judged(finding('.', 'error'))).findings).toHaveLength(1);
  });
});
