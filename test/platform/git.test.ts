import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Fault } from '../../src/faults/index.js';
import { createFiles } from '../../src/platform/files.js';
import { createGit } from '../../src/platform/git.js';
import {
  blankedSettings,
  gitEnvironment,
  parseGitSettings,
  settingsEnvironment,
} from '../../src/platform/git-hardening.js';
import { isPlainConfig } from '../../src/platform/git-plain-config.js';
import { createProcesses } from '../../src/platform/processes.js';
import type { Git } from '../../src/ports/index.js';
import { makeWorld } from '../world.js';

interface Place {
  readonly root: string;
  readonly marker: string;
  readonly git: Git;
  /** Plain git, as a user would call it; nothing is hardened. */
  plain(...args: string[]): string;
}

/** A committed repository with a file that has been touched since, a home of its own, and a program that leaves a marker. */
const makePlace = (): Place => {
  const base = mkdtempSync(join(realpathSync(tmpdir()), 'autogov-git-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [root, home, marker] = [join(base, 'repo'), join(base, 'home'), join(base, 'marker')];
  mkdirSync(root);
  mkdirSync(home);
  writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ana\n\temail = ana@example.com\n');
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const plain = (...args: string[]) => execFileSync('git', args, { cwd: root, env, encoding: 'utf8', stdio: 'pipe' });
  plain('init', '-q', '-b', 'main');
  writeFileSync(join(root, 'a.txt'), 'one\n');
  writeFileSync(join(root, '.gitattributes'), '* filter=evil diff=evil\n');
  plain('add', '-A');
  plain('commit', '-q', '-m', 'feat: start');
  writeFileSync(join(root, 'a.txt'), 'two\n');
  writeFileSync(join(base, 'evil'), `#!/bin/sh\necho sprung >> '${marker}'\nexit 1\n`);
  chmodSync(join(base, 'evil'), 0o755);
  const { machine } = makeWorld({ machine: { env, cwd: root, home } });
  return { root, marker, plain, git: createGit(createFiles('linux'), createProcesses('linux', env), machine) };
};

const evil = (root: string): string => join(root, '..', 'evil');

/** Ways to write `core.fsmonitor` that git understands; a reader that skips one of them lets a program run. */
const spellings: readonly (readonly [string, (program: string) => string])[] = [
  ['plain', (program) => `[core]\n\tfsmonitor = ${program}\n`],
  ['on the line of its section', (program) => `[core] fsmonitor = ${program}\n`],
  ['without spaces', (program) => `[core]\nfsmonitor=${program}\n`],
  ['in capitals', (program) => `[CORE]\n\tFSMONITOR = ${program}\n`],
  ['quoted', (program) => `[core]\n\tfsmonitor = "${program}"\n`],
  ['continued on the next line', (program) => `[core]\n\tfsmonitor = \\\n${program}\n`],
  ['after a continued value', (program) => `[user]\n\tname = x\\\n\n[core]\n\tfsmonitor = ${program}\n`],
  ['with a comment', (program) => `[core] ; note\n\tfsmonitor = ${program} # note\n`],
  ['with carriage returns', (program) => `[core]\r\n\tfsmonitor = ${program}\r\n`],
  ['with tabs and blanks before the section', (program) => ` \t [core]\n \t fsmonitor \t = \t ${program}\n`],
  [
    'in two sections of one name',
    (program) => `[core]\n\tbare = false\n[user]\n\tname = x\n[core]\n\tfsmonitor = ${program}\n`,
  ],
  ['last line without a line feed', (program) => `[core]\n\tfsmonitor = ${program}`],
];

const status = ['status', '--porcelain'];

describe('a repository cannot make git execute', () => {
  test.each(spellings)('core.fsmonitor, %s', (_title, spell) => {
    const { root, marker, git, plain } = makePlace();
    appendFileSync(join(root, '.git/config'), spell(evil(root)));
    git.repository(root)?.run(status);
    git.repository(root)?.run(['ls-files', '-co', '--exclude-standard']);
    expect(existsSync(marker)).toBe(false);
    plain(...status);
    expect(existsSync(marker), 'plain git must run it, or this test proves nothing').toBe(true);
  });

  test.each<[string, (root: string) => void]>([
    [
      'an included file',
      (root) => {
        writeFileSync(join(root, 'more'), `[core]\n\tfsmonitor = ${evil(root)}\n`);
        appendFileSync(join(root, '.git/config'), '[include]\n\tpath = ../more\n');
      },
    ],
    [
      'an include on a condition',
      (root) => {
        writeFileSync(join(root, 'more'), `[core]\n\tfsmonitor = ${evil(root)}\n`);
        appendFileSync(join(root, '.git/config'), '[includeIf "onbranch:main"]\n\tpath = ../more\n');
      },
    ],
    [
      'the configuration of the work tree',
      (root) => {
        appendFileSync(join(root, '.git/config'), '[extensions]\n\tworktreeConfig = true\n');
        writeFileSync(join(root, '.git/config.worktree'), `[core]\n\tfsmonitor = ${evil(root)}\n`);
      },
    ],
    [
      'a clean filter',
      (root) => appendFileSync(join(root, '.git/config'), `[filter "evil"]\n\tclean = ${evil(root)}\n`),
    ],
    [
      'a filter process',
      (root) =>
        appendFileSync(join(root, '.git/config'), `[filter "evil"]\n\tprocess = ${evil(root)}\n\trequired = true\n`),
    ],
    [
      'a filter with a dot in its name',
      (root) => {
        writeFileSync(join(root, '.gitattributes'), '* filter=e.v\n');
        appendFileSync(join(root, '.git/config'), `[filter "e.v"]\n\tclean = ${evil(root)}\n`);
      },
    ],
  ])('%s', (_title, arm) => {
    const { root, marker, git, plain } = makePlace();
    arm(root);
    git.repository(root)?.run(status);
    git.repository(root)?.run(['diff', '--stat']);
    expect(existsSync(marker)).toBe(false);
    try {
      plain('status', '--porcelain');
    } catch {
      // A required filter that fails makes plain git fail, after it was started.
    }
    expect(existsSync(marker), 'plain git must run it, or this test proves nothing').toBe(true);
  });

  test('hooks and signing programs, when we commit', async () => {
    const { root, marker, git } = makePlace();
    const setting = `[core]\n\thooksPath = ${join(root, 'hooks')}\n[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = ${evil(root)}\n`;
    for (const hook of ['pre-commit', 'post-commit', 'reference-transaction', 'post-index-change']) {
      for (const folder of ['hooks', '.git/hooks']) {
        mkdirSync(join(root, folder), { recursive: true });
        writeFileSync(join(root, folder, hook), `#!/bin/sh\n${evil(root)}\n`);
        chmodSync(join(root, folder, hook), 0o755);
      }
    }
    appendFileSync(join(root, '.git/config'), setting);
    await Promise.allSettled([git.repository(root)?.commit('feat: more')]);
    expect(existsSync(marker)).toBe(false);
  });
});

describe('a plain configuration', () => {
  test('is what git init and clone write', () => {
    const { root, plain, git } = makePlace();
    plain('remote', 'add', 'origin', 'https://example.com/a.git');
    expect(isPlainConfig(readFileSync(join(root, '.git/config'), 'utf8'))).toBe(true);
    expect(git.repository(root)?.config('user.email')).toBe('ana@example.com');
  });

  test.each(spellings)('is not one with core.fsmonitor, %s', (_title, spell) =>
    expect(isPlainConfig(spell('/x'))).toBe(false),
  );

  test.each([
    ['[include]\n\tpath = x\n'],
    ['[includeIf "gitdir:/"]\n\tpath = x\n'],
    ['[extensions]\n\tworktreeConfig = true\n'],
    ['[remote "o"]\n\tuploadpack = x\n'],
    ['[remote.o]\n\turl = x\n'],
    ['[user]\n\tname = a\\\n[core]\n'],
    ['\ufeff[core]\n\tbare = false\n'],
    ['[core]\n\tbare\n'],
    ['[core\n]\n'],
    ['fsmonitor = x\n'],
  ])('%j is not', (text) => expect(isPlainConfig(text)).toBe(false));
});

test('settings are read with their scope, whatever stands in their values', () => {
  const output = 'local\0file:.git/config\0core.bare\0global\0file:/h\0user.name\nA\nB\0';
  expect(parseGitSettings(output)).toEqual([
    { scope: 'local', key: 'core.bare', value: 'true' },
    { scope: 'global', key: 'user.name', value: 'A\nB' },
  ]);
});

test("only the repository's own programs are blanked, the user's stay", () => {
  const setting = (scope: string, key: string) => ({ scope, key, value: 'x' });
  expect(
    blankedSettings([
      setting('global', 'core.sshcommand'),
      setting('local', 'core.sshcommand'),
      setting('worktree', 'filter.a.b.clean'),
      setting('local', 'user.name'),
      setting('system', 'credential.helper'),
      setting('local', 'remote.o.uploadpack'),
    ]),
  ).toEqual([
    ['core.sshcommand', 'ssh'],
    ['filter.a.b.clean', ''],
    ['filter.a.b.required', 'false'],
    ['remote.o.uploadpack', 'git-upload-pack'],
  ]);
});

test('what would redirect git is dropped from the environment', () => {
  const env = gitEnvironment({
    PATH: '/b',
    GIT_DIR: '/x',
    GIT_EXTERNAL_DIFF: 'x',
    LD_PRELOAD: 'x',
    GIT_AUTHOR_NAME: 'A',
  });
  expect(env).toMatchObject({ PATH: '/b', GIT_AUTHOR_NAME: 'A', GIT_NO_REPLACE_OBJECTS: '1', GIT_NO_LAZY_FETCH: '1' });
  expect(Object.keys(env).filter((name) => ['GIT_DIR', 'GIT_EXTERNAL_DIFF', 'LD_PRELOAD'].includes(name))).toEqual([]);
  expect(settingsEnvironment([['a.b', 'c\nd']])).toEqual({
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'a.b',
    GIT_CONFIG_VALUE_0: 'c\nd',
  });
});

describe('where the repository is', () => {
  test('found from a folder below, also through a linked work tree; nothing outside', () => {
    const { root, git, plain } = makePlace();
    mkdirSync(join(root, 'x/y'), { recursive: true });
    expect(git.repository(join(root, 'x/y'))?.root).toBe(root);
    plain('worktree', 'add', '-q', '../linked');
    expect(git.repository(join(root, '../linked'))?.root).toBe(join(root, '..', 'linked'));
    expect(git.repository(join(root, '..'))).toBeUndefined();
  });

  test('a failing command is one fault with the last words of git', () => {
    const { root, git } = makePlace();
    const failing = () => git.repository(root)?.text(['rev-parse', '--verify', 'refs/heads/none']);
    expect(failing).toThrow(Fault);
    expect(failing).toThrow('git rev-parse failed: Needed a single revision');
  });

  test('who the user is, and that nothing is guessed', () => {
    const { root, git, plain } = makePlace();
    expect(git.identity(root)).toEqual({ name: 'Ana', email: 'ana@example.com' });
    plain('config', '--global', '--unset', 'user.email');
    expect(git.identity(root)).toBeUndefined();
  });

  test('a new repository is on the named branch', () => {
    const { root, git } = makePlace();
    mkdirSync(join(root, '../new'));
    const made = git.create(join(root, '..', 'new'), 'trunk');
    expect(made.text(['symbolic-ref', 'HEAD']).trim()).toBe('refs/heads/trunk');
  });
});
