import { expect, test } from 'vitest';
import type { Automation } from '../../src/config/index.js';
import { parseDuration, showDuration } from '../../src/runs/duration.js';
import { findEntrypoint } from '../../src/runs/entrypoint.js';
import { judgeEnd } from '../../src/runs/execute.js';
import { findAutomation } from '../../src/runs/index.js';
import { digestArtifacts, readCounts } from '../../src/runs/result.js';
import { makeWorld, processesWith, type Tree } from '../world.js';

const root = '/home/ana/repo';

test.each<[Partial<Parameters<typeof judgeEnd>[1]>, string, number]>([
  [{ code: 0 }, 'success', 0],
  [{ code: 3 }, 'failure', 3],
  [{ code: 255 }, 'failure', 255],
  [{ code: 0, timedOut: true }, 'timeout', 124],
  [{ signal: 'SIGKILL', timedOut: true }, 'timeout', 124],
  [{ signal: 'SIGINT' }, 'cancellation', 130],
  [{ signal: 'SIGTERM' }, 'cancellation', 143],
  [{ signal: 'SIGKILL' }, 'error', 137],
  [{ signal: 'SIGSEGV' }, 'error', 139],
  [{ signal: 'SIGUSR1' }, 'error', 138],
  [{ failure: 'ENOEXEC' }, 'error', 125],
])('%j is %s, exit %i', (done, outcome, exitCode) => {
  const whole = { code: undefined, signal: undefined, timedOut: false, failure: undefined, ...done };
  expect(judgeEnd('linux', whole)).toMatchObject({ outcome, exitCode });
});

test('signals have the numbers of the system', () => {
  const done = { code: undefined, signal: 'SIGUSR1', timedOut: false, failure: undefined };
  expect([judgeEnd('linux', done).exitCode, judgeEnd('darwin', done).exitCode]).toEqual([138, 158]);
});

test.each([
  ['250ms', 250, '250 ms'],
  ['4s', 4000, '4.0 s'],
  ['10m', 600_000, '10 min 0 s'],
  ['6h', 21_600_000, '6 h 0 min'],
  ['1d', 86_400_000, '24 h 0 min'],
])('%s', (text, milliseconds, shown) => {
  expect([parseDuration(text), showDuration(milliseconds)]).toEqual([milliseconds, shown]);
});

test('an unknown id is answered with the nearest one and the list', () => {
  const manifest = {
    project: { id: '01JD0000000000000000000000', owner: 'x' },
    automations: ['invoices', 'rates'].map((id) => ({ id, entrypoint: { module: 'a' } })),
  };
  expect(findAutomation(manifest, 'rates').id).toBe('rates');
  expect(() => findAutomation(manifest, 'invoises')).toThrow(
    expect.objectContaining({ code: 'AG311', try: 'autogov run invoices' }),
  );
  expect(() => findAutomation(manifest, 'x\ny')).toThrow(
    expect.objectContaining({ code: 'AG311', try: 'choose one of: invoices, rates' }),
  );
});

const venvTree: Tree = { [`${root}/.venv/bin/python`]: '', [`${root}/.venv/bin/tool`]: '', [`${root}/bin/job.sh`]: '' };
const entry = (entrypoint: Automation['entrypoint'], venv = true, tree = venvTree) =>
  findEntrypoint(
    makeWorld({
      tree,
      processes: processesWith({ find: (name) => (name === 'gone' ? undefined : `/usr/bin/${name}`) }),
    }),
    root,
    venv ? `${root}/.venv` : undefined,
    { id: 'a', entrypoint },
    ['--month', '3'],
  );

test.each<[string, Automation['entrypoint'], boolean, object]>([
  [
    'a module runs under the locked interpreter',
    { module: 'invoices.run', args: ['x'] },
    true,
    { program: `${root}/.venv/bin/python`, args: ['-m', 'invoices.run', 'x', '--month', '3'], locked: true },
  ],
  [
    'a command of the environment',
    { command: ['tool', 'x'] },
    true,
    { program: `${root}/.venv/bin/tool`, locked: true },
  ],
  [
    'a command of PATH',
    { command: ['psql'] },
    true,
    { program: '/usr/bin/psql', args: ['--month', '3'], locked: false },
  ],
  ['a file of the repository', { command: ['./bin/job.sh'] }, true, { program: `${root}/bin/job.sh`, locked: false }],
])('%s', (_, entrypoint, venv, expected) => expect(entry(entrypoint, venv)).toMatchObject(expected));

test.each<[string, Automation['entrypoint'], boolean, string]>([
  ['a module without .venv', { module: 'a' }, false, 'AG312'],
  ['a program that is nowhere', { command: ['gone'] }, true, 'AG313'],
  ['a file that is not there', { command: ['./gone.sh'] }, true, 'AG313'],
  ['a path out of the repository', { command: ['../evil'] }, true, 'AG321'],
  ['an absolute path', { command: ['/bin/sh'] }, true, 'AG321'],
])('%s is refused', (_, entrypoint, venv, code) =>
  expect(() => entry(entrypoint, venv)).toThrow(expect.objectContaining({ code })),
);

test('a link that leads out of the repository is refused', () => {
  const tree: Tree = { '/evil/job.sh': '', [`${root}/job.sh`]: { link: '/evil/job.sh' } };
  expect(() => entry({ command: ['./job.sh'] }, false, tree)).toThrow(expect.objectContaining({ code: 'AG321' }));
});

const automation: Automation = {
  id: 'a',
  entrypoint: { module: 'a' },
  outputs: ['out/*.csv', 'out/result.json', '../secret', 'out/link.csv'],
};
const result = (value: unknown): Tree => ({ [`${root}/out/result.json`]: JSON.stringify(value) });
const counts = { total: 3, processed: 2, failed: 1 };

test.each<[string, Tree, object | undefined]>([
  ['counts of this run', result({ run_id: 'r1', ...counts, more: true }), counts],
  ['counts of another run', result({ run_id: 'r0', ...counts }), undefined],
  ['no run id', result(counts), undefined],
  ['negative counts', result({ run_id: 'r1', ...counts, failed: -1 }), undefined],
  ['text for numbers', result({ run_id: 'r1', ...counts, total: '3' }), undefined],
  ['null', result(null), undefined],
  ['no JSON', { [`${root}/out/result.json`]: '{' }, undefined],
  ['no file', { [`${root}/`]: '' }, undefined],
])('%s', (_, tree, expected) => expect(readCounts(makeWorld({ tree }), root, automation, 'r1')).toEqual(expected));

test('outputs are named by digest; what lies outside of the repository is left out', () => {
  const tree: Tree = {
    [`${root}/out/b.csv`]: 'b',
    [`${root}/out/a.csv`]: 'a',
    [`${root}/out/a.txt`]: 'no',
    '/home/ana/secret': 's',
    [`${root}/out/link.csv`]: { link: '/home/ana/secret' },
  };
  expect(digestArtifacts(makeWorld({ tree }), root, automation).map((each) => [each.path, each.size])).toEqual([
    ['out/a.csv', 1],
    ['out/b.csv', 1],
  ]);
});
