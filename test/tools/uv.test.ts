import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/ports/index.js';
import { pathOutside } from '../../src/tools/children.js';
import { findUv, isAllowed } from '../../src/tools/uv/find.js';
import { obtainUv, pipFault } from '../../src/tools/uv/obtain.js';
import { findPython } from '../../src/tools/uv/python.js';
import { pinnedUv, wheels } from '../../src/tools/uv/wheels.js';
import { makeWorld, type TestWorld } from '../world.js';
import { type Ended, ended, faultOf, worldWith } from './setting.js';

const cached = `/home/ana/.cache/autogov/uv/${pinnedUv}/uv`;
const isVersion = ({ args }: Command) => args[0] === '--version';
const isProbe = ({ args }: Command) => args.includes('-c');

describe('which Python', () => {
  const asks = (versions: Readonly<Record<string, string>>) => (command: Command) => ({
    code: versions[command.program] === undefined ? 127 : 0,
    stdout: `${versions[command.program] ?? ''}\n`,
  });

  test.each<[string, Record<string, string>, Record<string, string>, string | undefined]>([
    [
      'python3 first',
      { python3: '/usr/bin/python3', 'python3.13': '/opt/p13' },
      { '/usr/bin/python3': '3.11.2', '/opt/p13': '3.13.0' },
      '/usr/bin/python3',
    ],
    [
      'past one that is too old',
      { python3: '/usr/bin/python3', 'python3.12': '/opt/p12' },
      { '/usr/bin/python3': '3.9.2', '/opt/p12': '3.12.1' },
      '/opt/p12',
    ],
    [
      'past a shim that fails',
      { python3: '/shim/python3', python: '/opt/python' },
      { '/opt/python': '3.14.0' },
      '/opt/python',
    ],
    ['not Python 2', { python: '/usr/bin/python' }, { '/usr/bin/python': '2.7.18' }, undefined],
    ['none', {}, {}, undefined],
  ])('%s', async (_, programs, versions, expected) => {
    expect((await findPython(worldWith(asks(versions), programs)))?.program).toBe(expected);
  });

  test('on Windows the launcher, and never the stub of the Store', async () => {
    const stub = 'C:\\Users\\Ana\\AppData\\Local\\Microsoft\\WindowsApps\\python3.exe';
    const real = worldWith(asks({ 'C:\\Windows\\py.exe': '3.12.4' }), { py: 'C:\\Windows\\py.exe', python3: stub });
    const windows = (world: ReturnType<typeof worldWith>) => ({
      ...world,
      machine: { ...world.machine, platform: 'win32' as const },
    });
    expect(await findPython(windows(real))).toMatchObject({ program: 'C:\\Windows\\py.exe', args: ['-3'] });
    const only = worldWith(asks({ [stub]: '3.12.4' }), { python3: stub, python: stub });
    expect(await findPython(windows(only))).toBeUndefined();
    expect(only.started).toEqual([]);
  });
});

test.each([
  ['0.8.24', false],
  ['0.9.0', true],
  ['0.13.9', true],
  ['1.4.0', true],
  ['2.0.0', false],
])('uv %s is allowed: %s', (version, allowed) => expect(isAllowed(version)).toBe(allowed));

describe('which uv', () => {
  const says = (versions: Readonly<Record<string, string>>) => (command: Command) => ({
    stdout: `uv ${versions[command.program]} (x86_64-unknown-linux-gnu)\n`,
  });

  test.each<[string, string, Record<string, string>, Awaited<ReturnType<typeof findUv>>]>([
    ['PATH', '0.12.0', {}, { program: '/usr/bin/uv', version: '0.12.0', origin: 'path' }],
    [
      'the cache, where PATH is too old',
      '0.4.1',
      { [cached]: 'x' },
      { program: cached, version: pinnedUv, origin: 'cache' },
    ],
    ['none, where PATH is too old', '0.4.1', {}, undefined],
  ])('%s', async (_, version, tree, expected) => {
    const world = worldWith(says({ '/usr/bin/uv': version, [cached]: pinnedUv }), { uv: '/usr/bin/uv' }, tree);
    expect(await findUv(world)).toEqual(expected);
  });

  test('a cached file that is not the pinned version is not used', async () => {
    expect(await findUv(worldWith(says({ [cached]: '0.1.0' }), {}, { [cached]: 'x' }))).toBeUndefined();
  });
});

describe('installing uv', () => {
  const programs = { python3: '/usr/bin/python3' };
  /** venv and pip that put a uv where pip would. */
  const machine = (
    over: (command: Command) => Ended | undefined = () => undefined,
  ): TestWorld & { started: readonly Command[] } => {
    const world = worldWith(
      (command) => {
        const said = over(command);
        if (said !== undefined) return said;
        if (isVersion(command)) return { stdout: `uv ${pinnedUv}\n` };
        if (isProbe(command)) return { stdout: '3.11.2\n' };
        if (command.args.includes('pip'))
          world.memory.put({ [command.program.replace(/python$/, 'uv')]: 'the program' });
        return {};
      },
      programs,
      { '/tmp/': '' },
    );
    return world;
  };

  test('by hash, wheels only, into the cache, once', async () => {
    const world = machine();
    const said: string[] = [];
    expect(await obtainUv(world, (detail) => said.push(detail))).toEqual({
      program: cached,
      version: pinnedUv,
      origin: 'installed',
    });
    expect(said).toEqual([`installing uv ${pinnedUv} with pip`]);
    const pip = world.started.find((each) => each.args.includes('pip'));
    expect(pip?.args).toEqual(expect.arrayContaining(['--require-hashes', '--no-deps', '--only-binary', ':all:']));
    expect(Object.keys(world.memory.snapshot()).filter((path) => !path.endsWith('pyproject.toml'))).toEqual([cached]);
    expect(world.memory.stat(cached)?.mode).toBe(0o755);
    expect((await obtainUv(world)).origin).toBe('cache');
  });

  test("pip runs with the user's index and without PYTHONPATH", async () => {
    const world = machine();
    const env = { ...world.machine.env, PIP_INDEX_URL: 'https://nexus.example/simple', PYTHONPATH: '/evil' };
    await obtainUv({ ...world, machine: { ...world.machine, env } });
    const pip = world.started.find((each) => each.args.includes('pip'));
    expect(pip?.env).toMatchObject({ PIP_INDEX_URL: 'https://nexus.example/simple' });
    expect(pip?.env).not.toHaveProperty('PYTHONPATH');
  });

  test('a kill at any change leaves nothing that looks installed', async () => {
    const whole = machine();
    await obtainUv(whole);
    const changes = whole.memory.changes.length;
    for (let at = 1; at <= changes; at++) {
      const world = machine();
      world.memory.crashAt(at);
      await obtainUv(world).catch(() => undefined);
      const after = world.memory.reboot();
      const content = after.readText(cached);
      expect([undefined, 'the program']).toContain(content);
      expect((await obtainUv({ ...machine(), files: after, processes: reinstalling(after) })).program).toBe(cached);
    }
  });

  const reinstalling = (files: TestWorld['memory']) => ({
    ...makeWorld().processes,
    find: (name: string) => (name === 'python3' ? '/usr/bin/python3' : undefined),
    run: async (command: Command) => {
      if (isVersion(command)) return ended({ stdout: `uv ${pinnedUv}\n` });
      if (isProbe(command)) return ended({ stdout: '3.11.2\n' });
      if (command.args.includes('pip')) files.put({ [command.program.replace(/python$/, 'uv')]: 'the program' });
      return ended();
    },
  });

  test.each<[string, (command: Command) => Ended | undefined, string]>([
    ['no Python', (command) => (isProbe(command) ? { code: 127 } : undefined), 'AG202'],
    [
      'Debian without python3-venv',
      ({ args }) =>
        args.includes('venv')
          ? { code: 1, stdout: 'ensurepip is not\navailable. apt install python3.11-venv' }
          : undefined,
      'AG222',
    ],
    [
      'no venv module',
      ({ args }) => (args.includes('venv') ? { code: 1, stderr: 'No module named venv' } : undefined),
      'AG222',
    ],
    [
      'a full disk while making the venv',
      ({ args }) => (args.includes('venv') ? { code: 1, stderr: 'No space left' } : undefined),
      'AG226',
    ],
    [
      'a uv that does not start',
      (command) => (isVersion(command) ? { code: undefined as never, failure: 'ENOEXEC' } : undefined),
      'AG225',
    ],
  ])('%s', async (_, over, code) => {
    const world = machine(over);
    expect((await faultOf(obtainUv(world))).code).toBe(code);
    expect(Object.keys(world.memory.snapshot('/tmp'))).toEqual([]);
    expect(world.memory.stat(cached)).toBeUndefined();
  });

  test('the apt command names the version', async () => {
    const fault = await faultOf(
      obtainUv(
        machine(({ args }) => (args.includes('venv') ? { code: 1, stderr: 'No module named venv' } : undefined)),
      ),
    );
    expect(fault.try).toContain('apt install python3.11-venv');
  });
});

test.each<[string, string]>([
  [
    "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in chain')",
    'AG221',
  ],
  ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.', 'AG223'],
  [
    "WARNING: Retrying after connection broken by 'NewConnectionError(… [Errno -3] Temporary failure in name resolution')",
    'AG220',
  ],
  [
    "WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication Required'))'",
    'AG220',
  ],
  ['Connection refused', 'AG220'],
  ['ReadTimeoutError: Read timed out.', 'AG220'],
  [
    'ERROR: Could not find a version (from versions: none)\nERROR: No matching distribution found for uv==0.13.9',
    'AG220',
  ],
  [
    'ERROR: Could not find a version (from versions: 0.1.0, 0.2.0)\nERROR: No matching distribution found for uv==0.13.9',
    'AG224',
  ],
  ['ERROR: 401 Error, Credentials not correct for https://ana:secret@nexus.example/simple/uv/', 'AG226'],
])('pip says %j', (stderr, code) => {
  const fault = pipFault(ended({ code: 1, stderr }));
  expect(fault.code).toBe(code);
  expect(`${fault.message}${fault.try}`).not.toContain('secret');
});

test('every platform has its wheel, each with a whole SHA-256', () => {
  const tags = Object.keys(wheels).join(' ');
  for (const tag of [
    'manylinux_2_17_x86_64',
    'manylinux_2_28_aarch64',
    'musllinux_1_1_x86_64',
    'musllinux_1_1_aarch64',
    'macosx_11_0_arm64',
    'macosx_10_12_x86_64',
    'win_amd64',
    'win_arm64',
  ]) {
    expect(tags).toContain(tag);
  }
  expect(Object.values(wheels).every((each) => /^[0-9a-f]{64}$/.test(each))).toBe(true);
  expect(new Set(Object.values(wheels)).size).toBe(Object.keys(wheels).length);
});

test('a shim finds nothing relative on its PATH, and nothing inside the repository', () => {
  const env = { PATH: '/usr/bin:bin::/r/bin:/r:/repo/x:/usr/..bin' };
  const world = makeWorld({ machine: { env } });
  expect(pathOutside(world, '/r')).toEqual({ PATH: '/usr/bin:/repo/x:/usr/..bin' });
  expect(pathOutside(world, undefined)).toEqual({});
});
