import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Bench } from './row.js';

const windows = process.platform === 'win32';

/** @param root the package's root; everything is made below its ignored .bench folder */
export const makeBench = (root: string): Bench => {
  const folder = join(root, '.bench');
  const executable = join(root, 'build', windows ? 'autogov.exe' : 'autogov');
  const node = [process.execPath, join(root, 'bin', 'autogov.js')] as const;
  for (const path of [executable, join(root, 'dist', 'main.js')]) {
    if (!existsSync(path)) throw new Error(`not built: ${path}; first: npm run build`);
  }
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, '.gitconfig'),
    '[user]\n\tname = Bench\n\temail = bench@example.com\n[init]\n\tdefaultBranch = main\n[maintenance]\n\tauto = false\n',
  );
  const python = realPython();
  const env = environment(home, python);
  const venv = join(folder, 'peers');
  let installed = false;
  const bench: Bench = {
    folder,
    executable,
    node,
    env,
    python,
    peer: (name) => {
      if (!installed) installPeers(join(root, 'bench', 'peers', 'requirements.txt'), venv, python, env);
      installed = true;
      return join(venv, windows ? 'Scripts' : 'bin', windows ? `${name}.exe` : name);
    },
    script: (name) => join(root, 'bench', 'peers', name),
    input: async (name, make) => {
      const place = join(folder, 'inputs', name);
      if (existsSync(place)) return place;
      const making = `${place}.making`;
      rmSync(making, { recursive: true, force: true });
      mkdirSync(making, { recursive: true });
      await make(making);
      renameSync(making, place);
      return place;
    },
    run: ([program = '', ...args], cwd, input) =>
      execFileSync(program, args, {
        cwd,
        env,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
        stdio: ['pipe', 'pipe', 'inherit'],
        ...(input === undefined ? {} : { input }),
      }),
  };
  return bench;
};

/** The interpreter itself: a version manager's `python3` is a shell script that costs more than what is measured. */
const realPython = (): string => {
  const script = 'import os, sys; print(os.path.realpath(sys.executable), end="")';
  return execFileSync(windows ? 'python' : 'python3', ['-c', script], { encoding: 'utf8' });
};

const kept = /^(SystemRoot|SYSTEMROOT|TEMP|TMP|TMPDIR|HTTPS?_PROXY|NO_PROXY|SSL_CERT_FILE|PIP_.*)$/i;

/** PYTHONDONTWRITEBYTECODE and the like are left out: with them Python peers run two to three times slower. */
const environment = (home: string, python: string): Record<string, string> => {
  const outside = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && kept.test(name) ? [[name, value] as const] : [],
  );
  return {
    ...Object.fromEntries(outside),
    PATH: [dirname(python), process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
    USERPROFILE: home,
    AUTOGOV_STATE: join(home, 'state'),
    LANG: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
  };
};

/** A virtual environment of pinned peers, compiled to bytecode; made again when the pins change. */
const installPeers = (requirements: string, venv: string, python: string, env: Bench['env']): void => {
  const digest = createHash('sha256').update(readFileSync(requirements)).update(python).digest('hex');
  const stamp = join(venv, 'autogov-bench.sha256');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  process.stderr.write('installing the peers (once)\n');
  rmSync(venv, { recursive: true, force: true });
  const run = (program: string, args: string[]) =>
    execFileSync(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  run(python, ['-m', 'venv', venv]);
  const inside = join(venv, windows ? 'Scripts' : 'bin', windows ? 'python.exe' : 'python');
  run(inside, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--only-binary',
    ':all:',
    '-r',
    requirements,
  ]);
  run(inside, ['-m', 'compileall', '-q', venv]);
  writeFileSync(stamp, digest);
};
