import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Log } from '../../src/audit/index.js';
import { linesOf, rebuild } from '../audit/fabricate.js';
import { copyOf, diskWorld, growTo, openTestLog } from '../audit/logs.js';
import { need } from '../setup/require.js';

/** A program of golang.org/x/mod/sumdb and go-securesystemslib alone says what a log of ours is to the rest of the world. */
describe.runIf(need('go', 'interop'))('a judge that is not ours', () => {
  const { world, folder, remove } = diskWorld();
  const judge = join(folder, process.platform === 'win32' ? 'judge.exe' : 'judge');
  const copy = join(folder, 'copy');
  let log: Log;

  const ask = (of: string) => {
    const { status, stdout, stderr } = spawnSync(judge, [of, log.vkey], { encoding: 'utf8' });
    return { status, said: status === 0 ? JSON.parse(stdout) : stderr.trim() };
  };

  beforeAll(async () => {
    const built = spawnSync('go', ['build', '-buildvcs=false', '-o', judge, '.'], {
      cwd: join(import.meta.dirname, 'go'),
      encoding: 'utf8',
    });
    expect(built.status, built.stderr).toBe(0);
    log = await openTestLog(world);
  });
  afterAll(remove);

  test.each([1, 2, 255, 256, 257])('accepts %i records', async (size) => {
    await growTo(log, size);
    expect(ask(log.folder)).toMatchObject({ status: 0, said: { size, signatures: size } });
  });

  test.each([
    ['records/000000.jsonl', 0],
    ['records/000000.jsonl', 40],
    ['records/000000.jsonl', 0.25],
    ['records/000000.jsonl', 0.5],
    ['records/000000.jsonl', -60],
    ['records/000000.jsonl', -1],
    ['hashes.bin', 0],
    ['hashes.bin', 0.5],
    ['hashes.bin', -1],
    ['checkpoint', 2],
    ['checkpoint', 60],
    ['checkpoint', -3],
  ])('refuses a changed byte in %s at %f', (file, at) => {
    copyOf(log, copy);
    const path = join(copy, file);
    const bytes = readFileSync(path);
    const index = at < 0 ? bytes.length + at : Math.floor(at < 1 ? at * bytes.length : at);
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(ask(copy)).toMatchObject({ status: 1, said: expect.stringMatching(/./) });
    rmSync(copy, { recursive: true });
  });

  test('refuses the checkpoint of another log', async () => {
    const other = diskWorld();
    const foreign = await openTestLog(other.world);
    copyOf(log, copy);
    copyFileSync(join(foreign.folder, 'checkpoint'), join(copy, 'checkpoint'));
    expect(ask(copy).status).toBe(1);
    rmSync(copy, { recursive: true });
    other.remove();
  });

  test('accepts a log that goes over the end of a segment', async () => {
    const [opening = '', line = ''] = linesOf(log.folder);
    rebuild(log, [opening, ...Array<string>(65_534).fill(line)]);
    const again = await openTestLog(world);
    expect(again.size).toBe(65_535);
    await growTo(again, 65_538);
    expect(ask(log.folder)).toMatchObject({ status: 0, said: { size: 65_538 } });
  });
});
