import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makePlace, type Place } from '../e2e/scenario/place.js';
import { runProgram } from '../e2e/scenario/run.js';
import { builds } from '../setup/builds.js';
import { networkEnvironment } from '../setup/network.js';
import { need } from '../setup/require.js';
import { packageRoot } from '../world.js';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** What a user gets: the packed tarball in an empty folder, or the executable alone in another; nothing of the source tree beside it. */
const ways = {
  'npm pack, installed': (folder: string): string[] => {
    const packed = spawnSync(npm, ['pack', '--silent', '--pack-destination', folder], {
      cwd: packageRoot,
      encoding: 'utf8',
    });
    expect(packed.status, packed.stderr).toBe(0);
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const installed = spawnSync(npm, ['install', '--silent', '--no-audit', '--no-fund', `./${tarball}`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(installed.status, installed.stderr).toBe(0);
    return [process.execPath, join(folder, 'node_modules/autogov/bin/autogov.js')];
  },
  'the executable, copied alone': (folder: string): string[] => {
    const source = builds[1]?.command[0] ?? '';
    const copy = join(folder, process.platform === 'win32' ? 'autogov.exe' : 'autogov');
    copyFileSync(source, copy);
    return [copy];
  },
};

const autogov = async (
  place: Place,
  program: readonly string[],
  args: readonly string[],
  cwd: string,
): Promise<void> => {
  const ran = await runProgram(place, [...program, ...args], { cwd, env: networkEnvironment(), timeout: 600_000 });
  expect(ran.status, `autogov ${args.join(' ')}\n${ran.stdout}${ran.stderr}`).toBe(0);
};

describe.runIf(need('python3', 'toolchain'))('away from its source tree it does the main job', () => {
  test.each(Object.entries(ways))('%s', async (_, install) => {
    const place = makePlace();
    onTestFinished(() => place.end());
    const folder = join(place.root, 'installed');
    mkdirSync(folder);
    const program = install(folder);
    await autogov(place, program, ['init', 'invoices', '--yes'], place.root);
    const repo = join(place.root, 'invoices');
    await autogov(place, program, ['check'], repo);
    await autogov(place, program, ['run', 'invoices'], repo);
    await autogov(place, program, ['audit', 'verify'], repo);
  });
});
