import { expect, test } from 'vitest';
import { childEnvironment, type EnvironmentRequest } from '../../src/runs/environment.js';
import { makeWorld } from '../world.js';

const request: EnvironmentRequest = { secrets: [], extra: [], venv: undefined, own: { AUTOGOV_RUN_ID: 'r1' } };
const of = (
  env: Record<string, string>,
  more: Partial<EnvironmentRequest> = {},
  platform: 'linux' | 'win32' = 'linux',
) => childEnvironment(makeWorld({ machine: { env, platform } }), { ...request, ...more });

test('what changes the code that runs, or lets it sign, stays outside', () => {
  const { env, names } = of({
    PATH: '/usr/bin',
    HOME: '/home/ana',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    https_proxy: 'http://proxy:3128',
    PYTHONPATH: '/evil',
    PYTHONSTARTUP: '/evil.py',
    PYTHONHOME: '/evil',
    LD_PRELOAD: '/evil.so',
    LD_LIBRARY_PATH: '/evil',
    DYLD_INSERT_LIBRARIES: '/evil',
    BUN_OPTIONS: '--preload /evil',
    NODE_OPTIONS: '--require /evil',
    SSH_AUTH_SOCK: '/run/agent',
    AUTOGOV_KEY: '/key',
    AUTOGOV_RUN_ID: 'faked',
    VIRTUAL_ENV: '/evil',
    AWS_SECRET_ACCESS_KEY: 'x',
    BASH_ENV: '/evil',
    RANDOM_THING: '1',
  });
  expect(names).toEqual(['HOME', 'LC_ALL', 'PATH', 'TZ', 'https_proxy']);
  expect(env).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/ana',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    https_proxy: 'http://proxy:3128',
    PYTHONUNBUFFERED: '1',
    PYTHONNOUSERSITE: '1',
    AUTOGOV_RUN_ID: 'r1',
  });
});

test('named secrets and variables come through; a secret that is empty or absent is missing', () => {
  const env = { ERP_TOKEN: 'hunter22', EMPTY: '', REGION: 'eu' };
  const made = of(env, { secrets: ['ERP_TOKEN', 'EMPTY', 'GONE'], extra: ['REGION', 'ABSENT'] });
  expect(made.env).toMatchObject({ ERP_TOKEN: 'hunter22', REGION: 'eu' });
  expect(made.env).not.toHaveProperty('ABSENT');
  expect([made.secrets, made.missing]).toEqual([['hunter22'], ['EMPTY', 'GONE']]);
});

test.each(['PYTHONPATH', 'LD_PRELOAD', 'SSH_AUTH_SOCK', 'AUTOGOV_KEY', 'PATH', 'NODE_OPTIONS'])(
  'the manifest cannot ask for %s',
  (name) => {
    expect(() => of({}, { secrets: [name] })).toThrow(expect.objectContaining({ code: 'AG322' }));
    expect(() => of({}, { extra: [name] })).toThrow(expect.objectContaining({ code: 'AG322' }));
  },
);

test('the password of a proxy is a secret, as it stands there and decoded', () => {
  expect(of({ HTTPS_PROXY: 'http://ana:p%40ss@proxy:3128' }).secrets).toEqual(['p%40ss', 'p@ss']);
});

test('the locked environment comes first on PATH', () => {
  const { env } = of({ PATH: '/usr/bin' }, { venv: '/repo/.venv' });
  expect(env).toMatchObject({ PATH: '/repo/.venv/bin:/usr/bin', VIRTUAL_ENV: '/repo/.venv' });
});

test('on Windows names have any case, and the system needs more of them', () => {
  const { env } = of(
    { Path: 'C:\\bin', SystemRoot: 'C:\\Windows', PythonPath: 'x' },
    { venv: 'C:\\r\\.venv' },
    'win32',
  );
  expect(env).toMatchObject({ Path: 'C:\\r\\.venv\\Scripts;C:\\bin', SystemRoot: 'C:\\Windows' });
  expect(env).not.toHaveProperty('PythonPath');
});
