import { describe, expect, test } from 'vitest';
import { uvLock } from '../../src/tools/adapters/uv-lock.js';
import { contextWith, type Ended, faultOf } from './setting.js';

describe('uv lock --check', () => {
  test('a fresh lock, without the network', async () => {
    const context = await contextWith([{}]);
    expect(await uvLock.judge(context)).toEqual({ detail: 'lock fresh', findings: [] });
    expect(context.calls[0]).toContain('--offline');
  });

  test.each<[string, Ended]>([
    ['stale', { code: 1, stderr: 'error: The lockfile at `uv.lock` needs to be updated, but `--check` was provided.' }],
    ['a new requirement', { code: 1, stderr: 'error: No solution found\nhint: … because the network was disabled. …' }],
    ['no lock', { code: 2, stderr: 'error: Unable to find lockfile at `uv.lock`, but `--check` was provided.' }],
  ])('%s is DEP002', async (_, answer) => {
    const { findings } = await uvLock.judge(await contextWith([answer]));
    expect(findings).toMatchObject([
      { rule: 'uv', code: 'DEP002', severity: 'error', status: 'fail', path: 'uv.lock', line: 1 },
    ]);
  });

  test.each<[string, Ended, string, string]>([
    [
      'a lock that does not parse',
      { code: 2, stderr: 'error: Failed to parse `uv.lock`\n  cause: TOML' },
      'AG237',
      'Failed to parse',
    ],
    ['a crash', { code: 101, stderr: 'thread panicked' }, 'AG233', 'exit 101'],
    ['another failure', { code: 1, stderr: 'error: disk full' }, 'AG233', 'disk full'],
  ])('%s is no pass', async (_, answer, code, said) => {
    const fault = await faultOf(uvLock.judge(await contextWith([answer])));
    expect(fault.code).toBe(code);
    expect(fault.message).toContain(said);
  });
});
