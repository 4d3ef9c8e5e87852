import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFiles } from '../../src/platform/files.js';
import { createGit } from '../../src/platform/git.js';
import { createProcesses } from '../../src/platform/processes.js';
import type { Git } from '../../src/ports/index.js';
import { observe } from '../../src/runs/observed.js';
import { makeWorld } from '../world.js';

interface Place {
  readonly base: string;
  readonly root: string;
  readonly marker: string;
  plain(folder: string, ...args: string[]): string;
  gitWith(path?: string): Git;
  /** A repository whose filter leaves the marker as soon as git asks whether `a.txt` has changed. */
  trap(folder: string): void;
}

const makePlace = (): Place => {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'autogov-attack-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [root, home, marker] = [join(base, 'repo'), join(base, 'home'), join(base, 'marker')];
  mkdirSync(home);
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ana\n\temail = ana@example.com\n');
  const usual = process.env['PATH'] ?? '';
  const plain = (folder: string, ...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env: { PATH: usual, HOME: home }, encoding: 'utf8', stdio: 'pipe' });
  const gitWith = (path = usual): Git => {
    const env = { PATH: path, HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
    const { machine } = makeWorld({ machine: { env, cwd: root, home } });
    return createGit(createFiles('linux'), createProcesses('linux', env), machine);
  };
  const trap = (folder: string): void => {
    writeFileSync(join(folder, '.git/info/attributes'), '* filter=evil\n');
    plain(folder, 'config', 'filter.evil.clean', `touch '${marker}'; cat`);
    plain(folder, 'config', 'filter.evil.required', 'true');
    utimesSync(join(folder, 'a.txt'), 1, 1);
  };
  makeRepository(root, plain);
  return { base, root, marker, plain, gitWith, trap };
};

const makeRepository = (folder: string, plain: Place['plain']): void => {
  mkdirSync(folder, { recursive: true });
  plain(folder, 'init', '-q', '-b', 'main');
  writeFileSync(join(folder, 'a.txt'), 'one\n');
  plain(folder, 'add', '-A');
  plain(folder, 'commit', '-q', '-m', 'feat: start');
};

/** A program of this name that leaves the marker. */
const plant = (folder: string, name: string, marker: string): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\ntouch '${marker}'\nexit 0\n`);
  chmodSync(join(folder, name), 0o755);
};

describe('a configuration that was not read executes nothing', () => {
  test('a folder that only looks like .git does not stand for the repository around it', () => {
    const place = makePlace();
    place.trap(place.root);
    const inner = join(place.root, 'sub');
    mkdirSync(join(inner, '.git'), { recursive: true });
    writeFileSync(join(inner, '.git/HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(inner, '.git/config'), '[core]\n\trepositoryformatversion = 0\n');
    const repository = place.gitWith().repository(inner);
    repository?.run(['status', '--porcelain']);
    expect(existsSync(place.marker)).toBe(false);
    expect(repository?.root).toBe(place.root);
  });

  test.each(['HEAD', 'objects', 'refs'])('nor does a repository whose %s git refuses', (damaged) => {
    const place = makePlace();
    place.trap(place.root);
    const inner = join(place.root, 'sub');
    makeRepository(inner, place.plain);
    rmSync(join(inner, '.git', damaged), { recursive: true });
    writeFileSync(join(inner, '.git', damaged), 'not what git wants here\n');
    place.gitWith().repository(inner)?.run(['status', '--porcelain']);
    expect(existsSync(place.marker)).toBe(false);
  });

  test('filters of a submodule', () => {
    const place = makePlace();
    const inner = join(place.root, 'inner');
    makeRepository(inner, place.plain);
    place.plain(place.root, 'add', 'inner');
    place.plain(place.root, 'commit', '-q', '-m', 'feat: submodule');
    place.trap(inner);
    const git = place.gitWith();
    const repository = git.repository(place.root);
    if (repository === undefined) throw new Error('no repository');
    const { machine } = makeWorld();
    observe({ ...makeWorld(), files: createFiles('linux'), machine }, repository);
    expect(existsSync(place.marker)).toBe(false);
    place.plain(place.root, 'status');
    expect(existsSync(place.marker)).toBe(true);
  });

  test('core.worktree that leads elsewhere is refused', () => {
    const place = makePlace();
    mkdirSync(join(place.base, 'elsewhere'));
    place.plain(place.root, 'config', 'core.worktree', join(place.base, 'elsewhere'));
    expect(() => place.gitWith().repository(place.root)?.run(['ls-files'])).toThrow(/core\.worktree/);
  });

  test('.git may be a link, and its configuration is read', () => {
    const place = makePlace();
    place.trap(place.root);
    renameSync(join(place.root, '.git'), join(place.base, 'store'));
    symlinkSync('../store', join(place.root, '.git'));
    const repository = place.gitWith().repository(place.root);
    expect(repository?.root).toBe(place.root);
    expect(repository?.run(['status', '--porcelain']).code).toBe(0);
    expect(existsSync(place.marker)).toBe(false);
  });
});

describe('a git inside the repository is not started', () => {
  test.each<[string, (place: Place) => string]>([
    ['on PATH', ({ root }) => join(root, 'bin')],
    ['in a folder whose name begins with two dots', ({ root }) => join(root, '..bin')],
    [
      'behind a link from outside',
      ({ base, root }) => {
        mkdirSync(join(root, 'bin'));
        symlinkSync(join(root, 'bin'), join(base, 'tools'));
        return join(base, 'tools');
      },
    ],
  ])('%s', (_, folderOf) => {
    const place = makePlace();
    const folder = folderOf(place);
    plant(folder, 'git', place.marker);
    const below = join(place.root, 'below');
    mkdirSync(below);
    const git = place.gitWith(folder);
    expect(() => git.repository(place.root)).toThrow(/git/);
    expect(() => git.identity(below)).toThrow(/git/);
    expect(() => git.create(below, 'main')).toThrow(/git/);
    expect(existsSync(place.marker)).toBe(false);
  });

  test('nor a program that git itself would look for there', () => {
    const place = makePlace();
    plant(join(place.root, 'bin'), 'git-remote-evil', place.marker);
    const git = place.gitWith(`${join(place.root, 'bin')}:bin:${process.env['PATH']}`);
    git.repository(place.root)?.run(['ls-remote', 'evil::x']);
    expect(existsSync(place.marker)).toBe(false);
  });
});
