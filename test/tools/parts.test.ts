import { describe, expect, test } from 'vitest';
import { limitText, toolEnvironment, withoutCredentials } from '../../src/tools/children.js';
import { repositoryPath, toFinding } from '../../src/tools/findings.js';
import { lockedVersions } from '../../src/tools/locked-versions.js';
import { inParallel } from '../../src/tools/parallel.js';
import { makeWorld } from '../world.js';

test.each([
  ['/r', '/r/src/a.py', 'src/a.py'],
  ['/r', 'src/a.py', 'src/a.py'],
  ['/r', './src/../b.py', 'b.py'],
  ['/r', '/r', '.'],
  ['/r', '/rx/a.py', '.'],
  ['/r', '../a.py', '.'],
  ['/r', '..a.py', '..a.py'],
  ['/r', '/r/a\nb.py', 'a\nb.py'],
  ['C:\\r', 'C:\\r\\src\\a.py', 'src/a.py'],
  ['C:\\r', 'src\\a.py', 'src/a.py'],
  ['C:\\r', 'D:\\x.py', '.'],
])('in %s, %s is %s', (root, file, path) => expect(repositoryPath(root, file)).toBe(path));

test.each([
  [
    { line: 0, column: -1 },
    { line: 1, column: 1 },
  ],
  [
    { line: 4, column: 2, endLine: 3 },
    { line: 4, column: 2 },
  ],
  [{}, { line: 1, column: 1 }],
])('positions count from 1 %#', (given, expected) => {
  const finding = toFinding('/r', { tool: 'x', why: '', file: 'a', message: '', next: '', ...given });
  expect(finding).toMatchObject(expected);
  expect(finding.endLine ?? finding.line).toBeGreaterThanOrEqual(finding.line);
});

test('versions of a lock file; one that differs by platform is left open', () => {
  const text = [
    'version = 1',
    '',
    '[[package]]',
    'name = "ruff"',
    'version = "0.17.6"',
    '',
    '[[package]]',
    'name = "numpy"',
    'version = "1.0"',
    '',
    '[[package]]',
    'name = "numpy"',
    'version = "2.0"',
    'dependencies = [{ name = "not-a-package" }]',
    '',
    '[[package]]',
    'name = "dynamic"',
    'source = { editable = "." }',
    '',
  ].join('\n');
  expect([...lockedVersions(text)]).toEqual([
    ['ruff', '0.17.6'],
    ['numpy', ''],
    ['dynamic', ''],
  ]);
  expect([...lockedVersions(text.replaceAll('\n', '\r\n')).keys()]).toEqual(['ruff', 'numpy', 'dynamic']);
});

test.each([
  'PYTHONPATH',
  'PYTHONSTARTUP',
  'LD_PRELOAD',
  'DYLD_INSERT_LIBRARIES',
  'BUN_OPTIONS',
  'BUN_BE_BUN',
  'NODE_OPTIONS',
  'PYTEST_ADDOPTS',
  'VIRTUAL_ENV',
  'COVERAGE_PROCESS_START',
  'MYPYPATH',
  'FORCE_COLOR',
  'GIT_DIR',
  'AUTOGOV_SIGNING_KEY',
  'UV_FROZEN',
])('a tool does not see %s', (name) => {
  const env = toolEnvironment(makeWorld({ machine: { env: { [name]: 'x', PATH: '/bin' } } }));
  expect(env).toEqual({ PATH: '/bin', NO_COLOR: '1' });
});

test.each([
  'HTTPS_PROXY',
  'SSL_CERT_FILE',
  'PIP_INDEX_URL',
  'UV_INDEX_URL',
  'UV_CACHE_DIR',
  'LANG',
  'HOME',
  'SYSTEMROOT',
])('a tool sees %s', (name) =>
  expect(toolEnvironment(makeWorld({ machine: { env: { [name]: 'x' } } }))).toHaveProperty(name, 'x'),
);

test.each([
  ['https://ana:secret@nexus.example/simple', 'https://nexus.example/simple'],
  ['see https://token@h/a and http://h/b@c', 'see https://h/a and http://h/b@c'],
])('no credentials in %s', (text, shown) => expect(withoutCredentials(text)).toBe(shown));

test.each([
  [60_000, '60 seconds'],
  [900_000, '15 minutes'],
])('%d ms is %s', (milliseconds, text) => expect(limitText(milliseconds)).toBe(text));

describe('inParallel', () => {
  test('never more than the limit at a time, results in order', async () => {
    let now = 0;
    let most = 0;
    const job = (value: number) => async () => {
      most = Math.max(most, ++now);
      for (let turn = 0; turn < 5 - value; turn++) await Promise.resolve();
      now--;
      return value;
    };
    expect(await inParallel([0, 1, 2, 3, 4].map(job), 2)).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });

  test('after a failure nothing is started, and what runs is waited for', async () => {
    const seen: string[] = [];
    const jobs = [
      async () => {
        throw new Error('first');
      },
      async () => {
        await new Promise((next) => setImmediate(next));
        seen.push('waited for');
      },
      async () => {
        seen.push('started');
      },
    ];
    await expect(inParallel(jobs, 2)).rejects.toThrow('first');
    expect(seen).toEqual(['waited for']);
  });
});
