import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readDefaults } from '../../src/config/index.js';
import { createFiles } from '../../src/platform/files.js';
import { makeWorld } from '../world.js';

/** A real home folder: cosmiconfig reads the disk itself. */
const homeWith = (files: Readonly<Record<string, string>>, named?: string) => {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'autogov-defaults-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(base, path)), { recursive: true });
    writeFileSync(join(base, path), text);
  }
  const home = join(base, 'home');
  const config = join(home, '.config', 'autogov');
  const world = makeWorld({
    files: createFiles(process.platform),
    machine: {
      home,
      folders: { state: join(base, 'state'), cache: join(base, 'cache'), config },
      env: named === undefined ? {} : { AUTOGOV_DEFAULTS: join(base, named) },
    },
  });
  return { base, read: (folder = 'home/work/team/bot') => readDefaults(world, join(base, folder)) };
};

const init = (owner: string): string => `init: { owner: ${owner} }\n`;

describe('defaults', () => {
  test('the nearest wins, key by key', async () => {
    const { read } = homeWith(
      {
        'home/.config/autogov/config.yaml': 'init: { owner: user, license: MIT, email: a@example.com }\n',
        'org.json': '{ "init": { "owner": "org", "license": "LicenseRef-Proprietary" } }',
        'home/work/.autogovrc.yaml': init('work'),
        'home/.autogovrc': init('home'),
      },
      'org.json',
    );
    expect(await read()).toEqual({ owner: 'work', license: 'LicenseRef-Proprietary', email: 'a@example.com' });
  });

  test.each([
    ['above the home folder', { '.autogovrc.yaml': init('anybody') }, 'home/work/bot'],
    ['beside it', { 'srv/.autogovrc.yaml': init('anybody') }, 'srv/bot'],
    ['in the folder itself', { 'home/bot/.autogovrc.yaml': init('anybody') }, 'home/bot'],
  ])('a file %s is not read', async (_, files, folder) => {
    expect(await homeWith(files).read(folder)).toEqual({});
  });

  test('nothing that is found is run', async () => {
    const mark = join(mkdtempSync(join(tmpdir(), 'autogov-mark-')), 'executed');
    const code = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`;
    const names = ['.autogovrc.js', '.autogovrc.cjs', 'autogov.config.js', '.config/config.js', '.autogovrc.ts'];
    const files = Object.fromEntries(names.map((name) => [`home/work/${name}`, code]));
    const { read } = homeWith({ ...files, 'home/.autogovrc.yaml': init('home') });
    expect(await read()).toEqual({ owner: 'home' });
    expect(existsSync(mark)).toBe(false);
  });

  test.each([
    ['init: { owner: [a] }\n', 'AG142', 1],
    ['innit: { owner: a }\n', 'AG141', 1],
    ['init:\n  owner: a\n   b: c\n', 'AG140', 2],
  ])('%j is refused with its place', async (text, code, line) => {
    const { base, read } = homeWith({ 'home/.autogovrc.yaml': text });
    const path = join(base, 'home', '.autogovrc.yaml');
    await expect(read()).rejects.toMatchObject({ code, detail: { path, line } });
  });

  test('a file that is named must be there', async () => {
    await expect(homeWith({}, 'absent.yaml').read()).rejects.toMatchObject({ code: 'AG211' });
  });
});
