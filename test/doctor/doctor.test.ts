import { describe, expect, test } from 'vitest';
import { examineMachine, type ProbeResult } from '../../src/doctor/index.js';
import { isAtLeast } from '../../src/doctor/probe.js';
import { Fault } from '../../src/faults/index.js';
import type { AgentIdentity, Command, Completed, Machine, Repository } from '../../src/ports/index.js';
import { makeWorld, processesWith } from '../world.js';

/** What a made-up machine has: the answer of a program by its name and arguments. */
type Programs = Readonly<Record<string, string>>;

interface Given {
  readonly programs: Programs;
  readonly machine?: Partial<Machine>;
  readonly keys?: number;
  readonly readOnly?: boolean;
  readonly repository?: () => Repository;
  readonly who?: { readonly name: string; readonly email: string };
}

const completed = (stdout: string | undefined): Completed => ({
  code: stdout === undefined ? 1 : 0,
  signal: undefined,
  stdout: new TextEncoder().encode(stdout ?? ''),
  stderr: new Uint8Array(0),
  timedOut: false,
  truncated: false,
  failure: undefined,
  elapsed: 1,
  pid: 1,
});

const key: AgentIdentity = {
  publicKey: new Uint8Array(32),
  comment: 'ana',
  sign: async () => new Uint8Array(64),
};

const ana = { name: 'Ana', email: 'ana@example.com' };

const examine = async ({
  programs,
  machine,
  keys = 0,
  readOnly = false,
  repository,
  who = programs['git config --get user.name'] && programs['git config --get user.email'] ? ana : undefined,
}: Given): Promise<readonly ProbeResult[]> => {
  const names = new Set(Object.keys(programs).map((line) => line.split(' ')[0] ?? ''));
  const find = (name: string) => (names.has(name) ? `/usr/bin/${name}` : undefined);
  const world = makeWorld({
    tree: { '/home/ana/': '' },
    ...(machine === undefined ? {} : { machine }),
    processes: processesWith({
      find,
      run: async ({ program, args }: Command) =>
        completed(
          programs[[program.slice('/usr/bin/'.length), ...args.filter((arg) => arg !== '-I')].join(' ').slice(0, 60)],
        ),
    }),
    git: {
      program: find('git'),
      repository: () => repository?.(),
      identity: () => who,
      create: () => expect.fail('a probe makes no repository'),
    },
    agent: { identities: async () => Array.from({ length: keys }, () => key) },
  });
  if (readOnly) world.memory.fail('makeFolder', world.machine.folders.state, 'read-only');
  return examineMachine(world);
};

const askVersion = 'python3 -c import sys; print("%d.%d.%d" % sys.version_info[:3])'.slice(0, 60);
const askVenv = 'python3 -c import venv, ensurepip';

const full: Programs = {
  'git --version': 'git version 2.39.5',
  'git config --get user.name': 'Ana',
  'git config --get user.email': 'ana@example.com',
  [askVersion]: '3.12.1',
  [askVenv]: '',
  'uv --version': 'uv 0.13.9 (abc 2026-01-01)',
  'ssh-keygen ': '',
};

const without = (...gone: string[]): Programs =>
  Object.fromEntries(Object.entries(full).filter(([line]) => !gone.some((each) => line.startsWith(each))));

const probe = (all: readonly ProbeResult[], name: string): ProbeResult =>
  all.find((each) => each.name === name) ?? expect.fail(`no probe ${name}`);

test('a machine that has everything', async () => {
  const all = await examine({ programs: full, keys: 1 });
  expect(all).toEqual([
    { name: 'runtime', state: 'ok', version: '20.19.0', path: '/opt/autogov/autogov', detail: 'Node.js' },
    { name: 'git', state: 'ok', version: '2.39.5', path: '/usr/bin/git' },
    { name: 'identity', state: 'ok', detail: 'Ana <ana@example.com>' },
    { name: 'python', state: 'ok', version: '3.12.1', path: '/usr/bin/python3', detail: 'with venv' },
    { name: 'uv', state: 'ok', version: '0.13.9', path: '/usr/bin/uv', detail: 'on PATH' },
    { name: 'ssh', state: 'ok', path: '/usr/bin/ssh-keygen', detail: '1 Ed25519 key in the agent' },
    { name: 'state', state: 'ok', path: '/home/ana/.local/state/autogov', detail: 'writable' },
  ]);
});

describe('the command that mends it', () => {
  const managers = { linux: 'apt-get', dnf: 'dnf', zypper: 'zypper', pacman: 'pacman', apk: 'apk' };
  test.each<[Machine['platform'], string | undefined, string, string]>([
    ['linux', managers.linux, 'git', 'sudo apt-get install -y git'],
    ['linux', managers.linux, 'python', 'sudo apt-get install -y python3 python3-venv'],
    ['linux', managers.linux, 'ssh', 'sudo apt-get install -y openssh-client'],
    ['linux', managers.dnf, 'git', 'sudo dnf install -y git'],
    ['linux', managers.dnf, 'python', 'sudo dnf install -y python3.12'],
    ['linux', managers.zypper, 'python', 'sudo zypper install -y python312'],
    ['linux', managers.pacman, 'ssh', 'sudo pacman -S --noconfirm openssh'],
    ['linux', managers.apk, 'git', 'sudo apk add git'],
    ['linux', undefined, 'git', 'install git 2.31 or newer and put it on PATH'],
    ['linux', undefined, 'uv', 'install Python 3.11 or newer with its venv module and put it on PATH'],
    ['darwin', 'brew', 'git', 'brew install git'],
    ['darwin', 'brew', 'python', 'brew install python@3.13'],
    ['darwin', undefined, 'git', 'xcode-select --install'],
    ['darwin', undefined, 'ssh', 'install the OpenSSH client and put it on PATH'],
    ['win32', 'winget', 'git', 'winget install --exact --id Git.Git'],
    ['win32', 'winget', 'python', 'winget install --exact --id Python.Python.3.13'],
    ['win32', undefined, 'git', 'install git 2.31 or newer and put it on PATH'],
  ])('%s with %s, %s: %s', async (platform, manager, name, mend) => {
    const programs: Programs = manager === undefined ? {} : { [`${manager} `]: '' };
    const found = probe(await examine({ programs, machine: { platform } }), name);
    expect(found.state).not.toBe('ok');
    expect(found.mend).toBe(mend);
  });
});

describe('what is lacking', () => {
  const cases: [string, Given, string, Partial<ProbeResult>][] = [
    [
      'an old git',
      { programs: { ...full, 'git --version': 'git version 2.30.9' } },
      'git',
      { state: 'missing', version: '2.30.9' },
    ],
    [
      'git for Windows',
      { programs: { ...full, 'git --version': 'git version 2.45.1.windows.1' } },
      'git',
      { state: 'ok' },
    ],
    [
      'git that does not start',
      { programs: { ...without('git'), 'git config --get user.name': 'Ana' } },
      'git',
      { state: 'missing' },
    ],
    [
      'no address',
      { programs: without('git config --get user.email') },
      'identity',
      { state: 'missing', mend: 'git config --global user.email you@example.com' },
    ],
    ['Python 3.10', { programs: { ...full, [askVersion]: '3.10.4' } }, 'python', { state: 'missing' }],
    ['Python without venv', { programs: without(askVenv) }, 'python', { state: 'warning', version: '3.12.1' }],
    [
      'no uv, but Python to get it with',
      { programs: without('uv') },
      'uv',
      { state: 'warning', mend: 'autogov init (or install uv yourself: pipx install uv)' },
    ],
    ['uv too old', { programs: { ...full, 'uv --version': 'uv 0.2.1' } }, 'uv', { state: 'warning' }],
    ['no ssh-keygen', { programs: without('ssh-keygen') }, 'ssh', { state: 'warning' }],
    [
      'a read-only state folder',
      { programs: full, readOnly: true },
      'state',
      {
        state: 'missing',
        missing: 'cannot write: the disk is read-only; run records nothing, so it refuses to run',
        mend: 'make /home/ana/.local/state/autogov writable, or: export AUTOGOV_STATE=/home/ana/autogov-state',
      },
    ],
    ['an old Node', { programs: full, machine: { runtime: '18.20.0' } }, 'runtime', { state: 'missing' }],
    [
      'BUN_OPTIONS in the executable',
      { programs: full, machine: { build: 'executable', runtime: '1.4.5', env: { BUN_OPTIONS: '--preload x' } } },
      'runtime',
      { state: 'warning', mend: 'unset BUN_OPTIONS' },
    ],
    [
      'BUN_BE_BUN on Windows',
      {
        programs: full,
        machine: { platform: 'win32', build: 'executable', runtime: '1.4.5', env: { BUN_BE_BUN: '1' } },
      },
      'runtime',
      { state: 'warning', mend: 'Remove-Item Env:BUN_BE_BUN' },
    ],
  ];
  test.each(cases)('%s', async (_title, given, name, expected) => {
    const found = probe(await examine(given), name);
    expect(found).toMatchObject(expected);
    if (found.state !== 'ok') expect([found.missing, found.mend]).toEqual([expect.any(String), expect.any(String)]);
  });
});

describe('in a repository', () => {
  const refused = (): never => {
    throw new Fault('AG306');
  };
  const own: Repository = {
    root: '/usr/bin',
    folder: '/usr/bin/.git',
    run: refused,
    text: refused,
    remote: refused,
    commit: refused,
    config: refused,
  };

  test('one that git refuses stops no probe', async () => {
    const all = await examine({ programs: full, repository: refused });
    expect(all.map(({ state }) => state)).not.toContain('missing');
  });

  test('programs inside of it are passed over', async () => {
    const asked: (string | undefined)[] = [];
    const find = (_program: string, outside?: string): undefined => {
      asked.push(outside);
      return undefined;
    };
    const world = makeWorld({
      processes: processesWith({ find }),
      git: { program: '/usr/bin/git', repository: () => own, identity: () => ana, create: refused },
      agent: { identities: async () => [] },
    });
    expect((await examineMachine(world)).find(({ name }) => name === 'git')?.state).toBe('missing');
    expect(new Set(asked.filter((outside) => outside !== undefined))).toEqual(new Set(['/usr/bin']));
  });
});

test.each([
  ['2.31', '2.31', true],
  ['2.39.5', '2.31', true],
  ['2.9.9', '2.31', false],
  ['20.19.0', '20.19', true],
  ['22.0.0', '20.19', true],
  ['1', '1.0.1', false],
])('%s ≥ %s: %s', (version, least, expected) => expect(isAtLeast(version, least)).toBe(expected));
