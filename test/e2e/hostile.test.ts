import { existsSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builds } from '../setup/builds.js';
import { type Hostile, makeHostile } from './hostile/traps.js';
import { makePlace, type Place } from './scenario/place.js';
import { runProgram } from './scenario/run.js';

const sprung = (hostile: Hostile): string => (existsSync(hostile.marker) ? readFileSync(hostile.marker, 'utf8') : '');

describe('the traps are live: plain git springs them', () => {
  let place: Place;
  let hostile: Hostile;
  beforeAll(async () => {
    place = makePlace();
    hostile = await makeHostile(place);
  });
  afterAll(() => place.end());

  test.each<[string, (hostile: Hostile) => string[]]>([
    ['include.fsmonitor', () => ['status']],
    ['filter.clean', () => ['-c', 'core.fsmonitor=false', 'add', 'pyproject.toml']],
    [
      'includeIf.diff',
      () => [
        '-c',
        'core.fsmonitor=false',
        '-c',
        'filter.evil.required=false',
        '-c',
        'filter.evil.clean=',
        '-c',
        'filter.evil.smudge=',
        'diff',
        'HEAD',
      ],
    ],
    ['gpg.program', () => ['tag', '-m', 'x', 'v9.9.9']],
    ['hooksPath reference-transaction', () => ['update-ref', 'refs/heads/x', 'HEAD']],
    ['hook reference-transaction', () => ['-c', 'core.hooksPath=.git/hooks', 'update-ref', 'refs/heads/y', 'HEAD']],
    ['alias.release', () => ['release']],
    ['remote.uploadpack', ({ missingBlob }) => ['cat-file', '-p', missingBlob]],
  ])('%s', async (name, args) => {
    rmSync(hostile.marker, { force: true });
    await runProgram(place, ['git', '-C', hostile.root, ...args(hostile)]);
    expect(sprung(hostile)).toContain(name);
  });
});

describe.each(builds)('a repository that would execute something executes nothing ($name)', ({ command }) => {
  let place: Place;
  let hostile: Hostile;
  beforeAll(async () => {
    place = makePlace();
    hostile = await makeHostile(place);
  });
  afterAll(() => place.end());

  test.each<[string, number[]]>([
    ['check --static', [0, 1]],
    ['check --static --json', [0, 1]],
    ['check --static --staged', [0, 1, 2]],
    ['run noop', [0]],
    ['run noop --json', [0]],
    ['audit log', [0]],
    ['audit show 1', [0]],
    ['audit verify', [0]],
    ['release --dry-run', [0]],
    ['release --dry-run --json', [0]],
    ['access why noop', [0, 1, 2, 4]],
    ['doctor', [0]],
  ])('autogov %s', async (line, statuses) => {
    const ran = await runProgram(place, [...command, ...line.split(' ')], { cwd: hostile.root, env: hostile.env });
    expect(sprung(hostile)).toBe('');
    expect(statuses, `${ran.stdout}${ran.stderr}`).toContain(ran.status);
  });
});
