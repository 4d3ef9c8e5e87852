import { describe, expect, test } from 'vitest';
import { agentPath } from '../../src/platform/agent.js';
import { readFlags } from '../../src/platform/flags.js';
import { foldersFor } from '../../src/platform/folders.js';
import { lockPlace } from '../../src/platform/lock.js';
import { nameInPasswd } from '../../src/platform/machine.js';
import { findOnPath } from '../../src/platform/path.js';
import { mayAsk, wantsColor } from '../../src/platform/terminal.js';
import type { Machine } from '../../src/ports/index.js';

type Platform = Machine['platform'];
type Env = Machine['env'];

describe('folders of the user', () => {
  test.each<[Platform, Env, string, string, string, string]>([
    ['linux', {}, '/home/a', '/home/a/.local/state/autogov', '/home/a/.config/autogov', '/home/a/.cache/autogov'],
    [
      'linux',
      { XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: '/c', XDG_CACHE_HOME: '/k' },
      '/home/a',
      '/s/autogov',
      '/c/autogov',
      '/k/autogov',
    ],
    // The XDG specification: a relative path is invalid and is to be ignored.
    ['linux', { XDG_STATE_HOME: 's' }, '/h', '/h/.local/state/autogov', '/h/.config/autogov', '/h/.cache/autogov'],
    ['linux', { AUTOGOV_STATE: '/x', AUTOGOV_CACHE: 'rel' }, '/h', '/x', '/h/.config/autogov', '/h/.cache/autogov'],
    [
      'darwin',
      { XDG_STATE_HOME: '/ignored' },
      '/Users/a',
      '/Users/a/Library/Application Support/autogov/state',
      '/Users/a/Library/Application Support/autogov/config',
      '/Users/a/Library/Caches/autogov',
    ],
    [
      'win32',
      {},
      'C:\\Users\\a',
      'C:\\Users\\a\\AppData\\Local\\autogov\\state',
      'C:\\Users\\a\\AppData\\Roaming\\autogov',
      'C:\\Users\\a\\AppData\\Local\\autogov\\cache',
    ],
    [
      'win32',
      { LOCALAPPDATA: 'D:\\L', APPDATA: 'D:\\R', AUTOGOV_CONFIG: 'E:\\c' },
      'C:\\Users\\a',
      'D:\\L\\autogov\\state',
      'E:\\c',
      'D:\\L\\autogov\\cache',
    ],
  ])('%s %j', (platform, env, home, state, config, cache) =>
    expect(foldersFor(platform, env, home)).toEqual({ state, config, cache }),
  );
});

describe('programs on PATH', () => {
  test.each<[string, Platform, Env, string[], string | undefined, string | undefined]>([
    ['the first wins', 'linux', { PATH: '/a:/b' }, ['/b/git', '/a/git'], undefined, '/a/git'],
    [
      'the current folder never counts',
      'linux',
      { PATH: '.::rel:/b' },
      ['git', './git', 'rel/git', '/b/git'],
      undefined,
      '/b/git',
    ],
    [
      'the repository is passed over',
      'linux',
      { PATH: '/r/bin:/r:/b' },
      ['/r/bin/git', '/r/git', '/b/git'],
      '/r',
      '/b/git',
    ],
    ['a folder that only begins alike is not inside', 'linux', { PATH: '/r2' }, ['/r2/git'], '/r', '/r2/git'],
    ['nothing there', 'linux', { PATH: '/a' }, [], undefined, undefined],
    ['no PATH', 'darwin', {}, ['/usr/bin/git'], undefined, undefined],
    ['Windows: endings', 'win32', { Path: 'C:\\G;D:\\x' }, ['D:\\x\\git.exe'], undefined, 'D:\\x\\git.exe'],
    [
      'Windows: no batch files',
      'win32',
      { Path: 'C:\\G', PATHEXT: '.BAT;.CMD;.EXE' },
      ['C:\\G\\git.bat'],
      undefined,
      undefined,
    ],
    [
      'Windows: the repository, in any case',
      'win32',
      { Path: 'C:\\R\\bin;C:\\b' },
      ['C:\\R\\bin\\git.exe', 'C:\\b\\git.exe'],
      'c:\\r',
      'C:\\b\\git.exe',
    ],
  ])('%s', (_title, platform, env, programs, outside, expected) =>
    expect(findOnPath(platform, env, 'git', (path) => programs.includes(path), { outside, real: (path) => path })).toBe(
      expected,
    ),
  );
});

describe('the ssh-agent', () => {
  test.each<[Platform, Env, string | undefined]>([
    ['linux', { SSH_AUTH_SOCK: '/run/agent' }, '/run/agent'],
    ['linux', { SSH_AUTH_SOCK: 'agent' }, undefined],
    ['darwin', {}, undefined],
    ['win32', {}, '\\\\.\\pipe\\openssh-ssh-agent'],
    ['win32', { SSH_AUTH_SOCK: '\\\\.\\pipe\\mine' }, '\\\\.\\pipe\\mine'],
    ['win32', { SSH_AUTH_SOCK: '/tmp/agent' }, '\\\\.\\pipe\\openssh-ssh-agent'],
  ])('%s %j: %s', (platform, env, expected) => expect(agentPath(platform, env)).toBe(expected));
});

test.each<[Platform, RegExp]>([
  ['linux', /^\{"sockets":"\/s\/locks\/[0-9a-f]{32}"\}$/],
  ['darwin', /^\{"file":"\/s\/locks\/[0-9a-f]{32}\.lock"\}$/],
  ['win32', /^\{"pipe":"\\\\\\\\\.\\\\pipe\\\\autogov-[0-9a-f]{32}"\}$/],
])('a lock on %s', (platform, shape) => {
  expect(JSON.stringify(lockPlace(platform, '/s', 'log x'))).toMatch(shape);
  expect(lockPlace(platform, '/s', 'log x')).not.toEqual(lockPlace(platform, '/s', 'log y'));
});

describe('colour', () => {
  test.each<[Env, boolean, boolean, boolean]>([
    [{}, true, true, true],
    [{}, true, false, false],
    [{}, false, true, false],
    [{ NO_COLOR: '1' }, true, true, false],
    [{ NO_COLOR: '' }, true, true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, true, false],
    [{ FORCE_COLOR: '1' }, true, false, true],
    [{ FORCE_COLOR: '0' }, true, true, false],
    [{ TERM: 'dumb' }, true, true, false],
  ])('%j, flag %s, terminal %s: %s', (env, flag, terminal, expected) =>
    expect(wantsColor(env, flag, () => terminal)).toBe(expected),
  );
});

describe('questions', () => {
  test.each<[string[], Env, boolean, boolean]>([
    [[], {}, true, true],
    [[], {}, false, false],
    [[], { CI: 'true' }, true, false],
    [[], { CI: 'false' }, true, true],
    [['--json'], {}, true, false],
    [['--quiet'], {}, true, false],
  ])('%j %j, terminals %s: %s', (argv, env, terminals, expected) =>
    expect(mayAsk(env, readFlags(argv), () => terminals)).toBe(expected),
  );
});

test.each([
  [['check', '--json', '--cwd', '/x'], { json: true, cwd: '/x' }],
  [['check', '--cwd=/x y'], { cwd: '/x y' }],
  [['run', 'x', '--', '--json', '--quiet', '--cwd', '/y'], { json: false, quiet: false, cwd: undefined }],
  [['--no-color', '--debug'], { color: false, debug: true }],
])('flags of %j', (argv, expected) => expect(readFlags(argv)).toMatchObject(expected));

test.each([
  ['root:x:0:0::/root:/bin/sh\nana:x:1000:1000::/home/ana:/bin/sh\n', 1000, 'ana'],
  ['ana:x:10:10::/:/bin/sh\n', 1, undefined],
  [':x:7:7::/:/bin/sh\n', 7, undefined],
  ['', 0, undefined],
])('%j names %d %s', (passwd, id, name) => expect(nameInPasswd(passwd, id)).toBe(name));
