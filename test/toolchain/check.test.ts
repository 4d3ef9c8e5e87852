import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { outputProblems } from '../e2e/scenario/json.js';
import { builds } from '../setup/builds.js';
import { need, needSystem } from '../setup/require.js';
import { cleanFiles, makePythonRepository, type PythonRepository } from './repository.js';

interface Shown {
  readonly exit: number;
  readonly data: {
    readonly summary: Readonly<Record<string, number>>;
    readonly findings: readonly {
      rule: string;
      code?: string;
      status: string;
      path: string;
      line: number;
      column: number;
      fix: string;
    }[];
    readonly tools: readonly { tool: string; version?: string; result: string; detail: string }[];
    readonly plan?: { readonly files: readonly { path: string }[]; readonly ruff: readonly string[] };
  };
}

const at = ({ findings }: Shown['data']) =>
  findings
    .filter((each) => each.status !== 'waived' && each.status !== 'baselined')
    .map(
      (each) =>
        `${each.path}:${each.line}:${each.column} ${each.rule}${each.code === undefined ? '' : `/${each.code}`}`,
    );

const totals = cleanFiles['src/invoices/totals.py'] ?? '';
const tests = cleanFiles['tests/test_totals.py'] ?? '';
const pyproject = cleanFiles['pyproject.toml'] ?? '';

describe.runIf(need('python3', 'toolchain')).each(builds)('check with the real tools ($name)', (build) => {
  let repository: PythonRepository;
  beforeAll(async () => {
    repository = await makePythonRepository();
  });
  afterEach(() => repository.reset());
  afterAll(() => repository.end());

  const check = async (
    args: readonly string[] = ['--trusted'],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Shown> => {
    const ran = await repository.check(build, ['--json', ...args], env);
    expect(outputProblems(ran.stdout, ran.status ?? -1), ran.stderr).toEqual([]);
    return JSON.parse(ran.stdout);
  };

  test('a clean repository: exit 0, every tool with the version of the lock', async () => {
    const { exit, data } = await check();
    expect(at(data).filter((each) => !/ (DOC|CI|OWN)/.test(each))).toEqual([]);
    expect(data.tools.map(({ tool, result }) => [tool, result])).toEqual([
      ['uv', 'pass'],
      ['ruff', 'pass'],
      ['mypy', 'pass'],
      ['pytest', 'pass'],
    ]);
    expect(data.tools.find(({ tool }) => tool === 'pytest')?.detail).toBe('1 passed, 100 % branches');
    const locked = readFileSync(join(repository.root, 'uv.lock'), 'utf8');
    for (const { tool, version } of data.tools.slice(1))
      expect(locked).toContain(`name = "${tool}"\nversion = "${version}"`);
    expect(data.summary['error']).toBe(0);
    expect(exit).toBe(0);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['a bad name', { 'src/invoices/Parse-Bank.py': '"""Parse."""\n' }, /^src\/invoices\/Parse-Bank\.py:1:1 NAM003$/],
    [
      'a type error',
      { 'src/invoices/totals.py': totals.replace('return 0', 'return "0"') },
      /^src\/invoices\/totals\.py:7:16 mypy\/return-value$/,
    ],
    [
      'a lint error',
      { 'src/invoices/totals.py': `import os\n${totals}` },
      /^src\/invoices\/totals\.py:1:8 ruff\/F401$/,
    ],
    [
      'a file out of format',
      { 'src/invoices/totals.py': `${totals}x = [ 1 ]\n` },
      /^src\/invoices\/totals\.py:9:\d+ ruff\/format$/,
    ],
    [
      'a syntax error',
      { 'src/invoices/totals.py': 'def total(:\n' },
      /^src\/invoices\/totals\.py:1:11 (ruff\/invalid-syntax|mypy\/syntax)$/,
    ],
    [
      'a failing test',
      { 'tests/test_totals.py': tests.replace('== 3', '== 4') },
      /^tests\/test_totals\.py:5:1 pytest\/failed$/,
    ],
    [
      'a test that cannot be imported',
      { 'tests/test_more.py': 'import nowhere\n' },
      /^tests\/test_more\.py:1:1 pytest\/collect$/,
    ],
    [
      'a fixture that fails',
      {
        'tests/conftest.py':
          'import pytest\n\n\n@pytest.fixture(autouse=True)\ndef boom() -> None:\n    raise RuntimeError\n',
      },
      /^tests\/test_totals\.py:4:1 pytest\/setup$/,
    ],
    [
      'too low a coverage',
      {
        'tests/test_totals.py': 'import invoices.totals\n\n\ndef test_import() -> None:\n    assert invoices.totals\n',
      },
      /^pyproject\.toml:37:14 pytest\/coverage$/,
    ],
    ['no tests', { 'tests/test_totals.py': '' }, /^pyproject\.toml:\d+:1 pytest\/no-tests$/],
    [
      'a stale lock',
      { 'pyproject.toml': pyproject.replace('dependencies = []', 'dependencies = ["idna"]') },
      /^uv\.lock:1:1 uv\/DEP002$/,
    ],
  ])('%s is found at its place', async (_, files, place) => {
    repository.plant(files);
    const { exit, data } = await check();
    expect(at(data)).toContainEqual(expect.stringMatching(place));
    expect(exit).toBe(1);
  });

  test.each<[string, (repository: PythonRepository) => void, Record<string, string>, RegExp]>([
    [
      'no environment',
      ({ plant }) => plant({ '.venv': undefined }),
      { ruff: 'error', mypy: 'error', pytest: 'error' },
      /AG230/,
    ],
    [
      'an environment without a locked package',
      ({ run, uv }) => run([uv, 'pip', 'uninstall', '--quiet', 'mypy']),
      { ruff: 'error', mypy: 'error', pytest: 'error' },
      /AG231/,
    ],
    [
      'a program that is gone',
      ({ plant }) => plant({ '.venv/bin/mypy': undefined }),
      { ruff: 'pass', mypy: 'error', pytest: 'pass' },
      /AG233/,
    ],
    [
      'a program that prints nonsense',
      ({ plant }) => plant({ '.venv/bin/mypy': '#!/bin/sh\necho Success\nexit 1\n' }),
      { mypy: 'error' },
      /AG234/,
    ],
    [
      'settings that ruff refuses',
      ({ plant }) => plant({ 'ruff.toml': 'line-lenght = 3\n' }),
      { ruff: 'error', mypy: 'pass' },
      /AG237/,
    ],
    [
      'a test that ends the interpreter',
      ({ plant }) => plant({ 'tests/test_more.py': 'import os\n\n\ndef test_end() -> None:\n    os._exit(0)\n' }),
      { pytest: 'error' },
      /AG233/,
    ],
    [
      'an environment that is committed',
      ({ run }) => run(['git', 'add', '-f', '.venv/pyvenv.cfg']),
      { ruff: 'error', mypy: 'error', pytest: 'error' },
      /AG236/,
    ],
  ])('%s: exit 3, never a pass', async (_, spoil, results, rule) => {
    spoil(repository);
    const { exit, data } = await check();
    expect(Object.fromEntries(data.tools.map(({ tool, result }) => [tool, result]))).toMatchObject(results);
    expect(at(data)).toContainEqual(expect.stringMatching(rule));
    expect(exit).toBe(3);
  });

  test('what mends a missing environment can be typed as it is shown', async () => {
    repository.plant({ '.venv': undefined });
    const { data } = await check();
    const mend = data.findings.find((each) => each.rule === 'AG230')?.fix ?? '';
    repository.run(mend.split(' '));
    expect((await check()).exit).toBe(0);
  });

  test('a project that only has to be built again is judged', async () => {
    repository.plant({ 'pyproject.toml': pyproject.replace('line-length = 88\n', '').concat('\n# touched\n') });
    expect((await check()).exit).toBe(0);
  });

  test.each([
    ['--static', ['--static']],
    ['a project that nobody vouched for', []],
  ])('%s: no tool runs, and each reads not checked', async (_, args) => {
    repository.plant({ 'conftest.py': 'from pathlib import Path\n\nPath("executed").touch()\n' });
    const { exit, data } = await check(args);
    expect(data.tools.map(({ result }) => result)).toEqual(['notChecked', 'notChecked', 'notChecked', 'notChecked']);
    expect(existsSync(join(repository.root, 'executed'))).toBe(false);
    expect(exit).toBe(0);
  });

  test('CI is the ci profile, which runs everything', async () => {
    const { data } = await check([], { CI: 'true' });
    expect(data.tools.map(({ result }) => result)).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  test('a waiver holds for a tool, by its own code', async () => {
    repository.plant({
      'src/invoices/totals.py': `${totals}\n\nLIMIT: str = 100\n`,
      '.autogov/waivers.yaml': `version: 1
waivers:
  - rule: mypy/assignment
    path: src/invoices/totals.py
    reason: the caller expects text until the next release
    owner: ana@example.com
    ticket: FIN-1
    expires: 2999-01-01
`,
    });
    const { exit, data } = await check();
    expect(data.findings.find((each) => each.rule === 'mypy')?.status).toBe('waived');
    expect(exit).toBe(0);
  });

  test('--fix mends what ruff declares, --dry-run only says so', async () => {
    const spoilt = `import os\n${totals}x = [ 1 ]\n`;
    const file = join(repository.root, 'src/invoices/totals.py');
    repository.plant({ 'src/invoices/totals.py': spoilt });
    const planned = await check(['--trusted', '--fix', '--dry-run']);
    expect(planned.data.plan?.ruff).toEqual(['src/invoices/totals.py']);
    expect(planned.exit).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(spoilt);
    const fixed = await check(['--trusted', '--fix']);
    expect(fixed.data.plan?.ruff).toEqual(['src/invoices/totals.py']);
    expect(readFileSync(file, 'utf8')).toBe(`${totals}\n\nx = [1]\n`);
    expect(fixed.exit).toBe(0);
  });

  test('--staged: ruff judges the staged text, knows the own modules and settings, and leaves the others alone', async () => {
    const file = 'src/invoices/totals.py';
    const sorted = 'import math\n\nimport requests\n\nimport invoices\n\nprint(math, requests, invoices)\n';
    repository.plant({
      'tests/test_own.py': sorted,
      'ruff.toml': '[lint]\nextend-select = ["I"]\n',
      [file]: `import os\n${totals}`,
    });
    repository.run(['git', 'add', '-A']);
    repository.plant({ [file]: totals, 'tests/test_totals.py': 'import os\n' });
    const { data } = await check(['--trusted', '--staged']);
    expect(at(data).filter((each) => each.includes('ruff/'))).toEqual([
      'src/invoices/totals.py:1:1 ruff/I001',
      'src/invoices/totals.py:1:8 ruff/F401',
      expect.stringMatching(/^src\/invoices\/totals\.py:\d:1 ruff\/format$/),
    ]);
    expect(data.tools.map(({ tool, result }) => [tool, result])).toEqual([
      ['uv', 'notChecked'],
      ['ruff', 'fail'],
      ['mypy', 'notChecked'],
      ['pytest', 'notChecked'],
    ]);
    repository.run(['git', 'reset', '-q', '--hard']);
    const clean = await check(['--trusted', '--staged']);
    expect(clean.data.tools[1]).toMatchObject({
      result: 'notChecked',
      detail: 'not checked (no Python file is staged)',
    });
  });

  test('variables from outside change no verdict', async () => {
    const { exit } = await check(['--trusted'], {
      PYTHONPATH: '/nowhere',
      PYTEST_ADDOPTS: '--no-such-option',
      MYPYPATH: '/nowhere',
      PYTHONSTARTUP: '/nowhere/x.py',
      VIRTUAL_ENV: '/nowhere',
    });
    expect(exit).toBe(0);
  });

  test.runIf(needSystem(['linux', 'darwin'], 'toolchain'))(
    'an interrupt ends every tool with all that it started: exit 130',
    async () => {
      repository.plant({
        'tests/test_hang.py': `import subprocess
import time
from pathlib import Path


def test_hang() -> None:
    child = subprocess.Popen(["sleep", "600"])
    Path("started.partial").write_text(str(child.pid))
    Path("started.partial").rename("started")
    time.sleep(600)
`,
      });
      const started = join(repository.root, 'started');
      const held = join(repository.root, 'autogov.pid');
      const shell = ['sh', '-c', `echo $$ > '${held}'; exec "$@"`, 'sh', ...build.command, 'check', '--trusted'];
      const { runProgram } = await import('../e2e/scenario/run.js');
      const ended = runProgram(repository.place, shell, { cwd: repository.root, env: repository.env });
      while (!existsSync(started)) await wait(20);
      process.kill(Number(readFileSync(held, 'utf8')), 'SIGINT');
      const ran = await ended;
      expect(ran.stderr).toContain('AG238');
      expect(ran.status).toBe(130);
      const child = Number(readFileSync(started, 'utf8'));
      while (isAlive(child)) await wait(20);
      expect(readdirSync(repository.env['TMPDIR'] ?? '').filter((name) => name.startsWith('autogov-'))).toEqual([]);
    },
  );
});

/** A process that has ended and that nobody has waited for is a zombie, no longer alive. */
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
};
