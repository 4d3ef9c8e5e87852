import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createWorld, readFlags } from '../../src/platform/index.js';
import { obtainUv } from '../../src/tools/index.js';
import { makePlace, type Place } from '../e2e/scenario/place.js';
import { type Ran, runProgram } from '../e2e/scenario/run.js';
import type { BuildUnderTest } from '../setup/builds.js';
import { networkEnvironment } from '../setup/network.js';
import { packageRoot } from '../world.js';

/** A Python repository with a real locked environment, committed and clean. */
export interface PythonRepository {
  readonly place: Place;
  readonly root: string;
  /** Absolute path of uv, which is not on PATH. */
  readonly uv: string;
  readonly env: Readonly<Record<string, string>>;
  /** Write files below the root; undefined removes. */
  plant(files: Readonly<Record<string, string | undefined>>): void;
  run(command: readonly string[]): void;
  /** `autogov check` of a build, in the root. */
  check(build: BuildUnderTest, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ran>;
  /** Everything as it was committed, the environment as it was installed. */
  reset(): void;
  end(): void;
}

/** Downloads are kept between runs of the tests; nothing else is. */
const shared = join(packageRoot, 'node_modules', '.cache', 'autogov-tests');

/** Files by path that every recommended rule accepts. */
export const cleanFiles: Readonly<Record<string, string>> = {
  'pyproject.toml': `[project]
name = "invoices"
version = "0.1.0"
description = "Adds invoices up."
license = "MIT"
requires-python = ">=3.11"
dependencies = []

[build-system]
requires = ["uv_build>=0.9,<1"]
build-backend = "uv_build"

[dependency-groups]
dev = ["ruff", "mypy", "pytest", "pytest-cov"]

[tool.ruff]
target-version = "py311"

[tool.ruff.lint]
select = ["E", "F", "B", "BLE", "DTZ", "G", "I", "LOG", "PT", "PTH", "RUF", "S", "SIM", "T20", "TRY", "UP"]
per-file-ignores = { "tests/*" = ["S101"] }

[tool.mypy]
strict = true
files = ["src"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "--strict-markers --strict-config"
xfail_strict = true

[tool.coverage.run]
branch = true
source = ["invoices"]

[tool.coverage.report]
fail_under = 80
`,
  'automation.yaml': `project:
  id: 01JD0000000000000000000000
  owner: finance
automations:
  - id: invoices
    owner: finance
    entrypoint: { module: invoices }
    timeout: 10m
    retries: { max: 1 }
`,
  'README.md':
    '# invoices\n\n## Purpose\n\nAdds invoices up.\n\n## Owner\n\nfinance\n\n## How to run\n\nautogov run invoices\n',
  LICENSE: 'MIT License\n',
  '.gitignore': '.venv/\n__pycache__/\n*.py[cod]\n.*_cache/\n.coverage\ndist/\nbuild/\n.env\n*.pem\n*.key\n',
  'src/invoices/__init__.py': '"""Adds invoices up."""\n',
  'src/invoices/__main__.py': '"""Nothing to run yet."""\n',
  'src/invoices/py.typed': '',
  'src/invoices/totals.py': `"""Totals of invoices."""


def total(rows: list[int]) -> int:
    """Add up; nothing is 0."""
    if not rows:
        return 0
    return sum(rows)
`,
  'tests/test_totals.py': `from invoices.totals import total


def test_total() -> None:
    assert total([1, 2]) == 3
    assert total([]) == 0
`,
};

export const makePythonRepository = async (): Promise<PythonRepository> => {
  const place = makePlace();
  const root = join(place.root, 'invoices');
  const cache = join(shared, 'autogov');
  const env = { ...place.env, ...networkEnvironment(), AUTOGOV_CACHE: cache, UV_CACHE_DIR: join(shared, 'uv') };
  const uv = await ownUv(env, place);
  let spoilt = false;
  const write = (files: Readonly<Record<string, string | undefined>>): void => {
    for (const [path, content] of Object.entries(files)) {
      spoilt ||= path.startsWith('.venv');
      const at = join(root, path);
      mkdirSync(dirname(at), { recursive: true });
      if (content === undefined) rmSync(at, { recursive: true, force: true });
      else writeFileSync(at, content);
    }
  };
  const run = (command: readonly string[]): void => {
    const [program = '', ...args] = command;
    spoilt ||= program === uv;
    const done = spawnSync(program === 'git' ? join(place.bin, 'git') : program, args, {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`${command.join(' ')}: ${done.stdout}${done.stderr}`);
  };
  write(cleanFiles);
  run(['git', 'init', '-q', '-b', 'main']);
  run([uv, 'lock', '--quiet']);
  run([uv, 'sync', '--locked', '--quiet']);
  run(['git', 'add', '-A']);
  run(['git', 'commit', '-q', '-m', 'feat: add invoices up']);
  const kept = join(place.base, 'kept-environment');
  cpSync(join(root, '.venv'), kept, { recursive: true, verbatimSymlinks: true });
  return {
    place,
    root,
    uv,
    env,
    plant: write,
    run,
    check: (build, args, more = {}) =>
      runProgram(place, [...build.command, 'check', ...args], { cwd: root, env: { ...env, ...more } }),
    reset: () => {
      run(['git', 'reset', '-q', '--hard']);
      run(['git', 'clean', '-q', '-f', '-d', '-x', '-e', '.venv', '-e', '.mypy_cache', '-e', '.ruff_cache']);
      if (!spoilt) return;
      spoilt = false;
      rmSync(join(root, '.venv'), { recursive: true, force: true });
      cpSync(kept, join(root, '.venv'), { recursive: true, verbatimSymlinks: true });
    },
    end: () => place.end(),
  };
};

/** The product's own way to uv, into a cache that later runs find again. */
const ownUv = async (env: Readonly<Record<string, string>>, place: Place): Promise<string> => {
  const world = await createWorld(readFlags([]), undefined);
  const { cache, ...folders } = world.machine.folders;
  const own = { ...folders, cache: env['AUTOGOV_CACHE'] ?? cache };
  const processes = {
    ...world.processes,
    find: (name: string) => (name === 'python3' ? join(place.bin, name) : undefined),
  };
  const machine = { ...world.machine, env, home: place.home, folders: own };
  return (await obtainUv({ ...world, processes, machine })).program;
};
