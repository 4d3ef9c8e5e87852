import { expect, test } from 'vitest';
import { blankedSettings } from '../../src/platform/git-hardening.js';
import { isPlainConfig, plainKeys } from '../../src/platform/git-plain-config.js';

const made = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = false
	logallrefupdates = true
[remote "origin"]
	url = https://git.example/team/repo.git
	fetch = +refs/heads/*:refs/remotes/origin/*
[branch "feat/names with-all_sorts.of"]
	remote = origin
	merge = refs/heads/main
[user]
	name = Ana Ångström
	email = ana@example.com
`;

test('what git itself writes is plain', () => {
  expect(isPlainConfig(made)).toBe(true);
  expect(isPlainConfig('')).toBe(true);
  expect(isPlainConfig(made.replaceAll('\n', '\r\n'))).toBe(true);
});

test('no plain key is one that would have to be blanked', () => {
  const settings = Object.entries(plainKeys).flatMap(([section, keys]) =>
    keys.flatMap((key) =>
      [`${section}.${key}`, `${section}.x.${key}`].map((name) => ({ scope: 'local', key: name, value: 'x' })),
    ),
  );
  expect(blankedSettings(settings)).toEqual([]);
});

test.each([
  '[include]\n\tpath = ../evil\n',
  '[includeIf "gitdir:/"]\n\tpath = ../evil\n',
  '[core]\n\tfsmonitor = evil\n',
  '[core]\n\thooksPath = evil\n',
  '[core]\n\tsshCommand = evil\n',
  '[core]\n\tworktree = /\n',
  '[CORE]\n\tFsMonitor = evil\n',
  '[core] fsmonitor = evil\n',
  '[core]fsmonitor = evil\n',
  '[core]\n\tfsmonitor\n',
  '[core]\n\tfilemode = true \\\n\tfsmonitor = evil\n',
  '[core]\n\tfilemode = true ; [core]\n',
  '# comment\n[core]\n',
  '[core]\n\tfilemode = "true\n',
  '[filter "x"]\n\tclean = evil\n',
  '[alias]\n\tst = !evil\n',
  '[extensions]\n\tworktreeConfig = true\n',
  '[extensions]\n\tpartialClone = origin\n',
  '[remote "x"]\n\tuploadpack = evil\n',
  '[remote "x"]\n\tvcs = evil\n',
  '[remote.x]\n\tuploadpack = evil\n',
  '[remote "a\\"]\n[core]"]\n\turl = x\n',
  '[url "ext::sh"]\n\tinsteadOf = https:\n',
  '[gpg]\n\tprogram = evil\n',
  '[credential]\n\thelper = !evil\n',
  '\tfilemode = true\n',
  '[__proto__]\n\turl = x\n',
  '[constructor]\n\tname = x\n',
  '\ufeff[core]\n\tfilemode = true\n',
  '[core]\n\u00a0fsmonitor = evil\n',
  '[core]\n\tfilemode = true\0\n',
])('%j is not, and git is asked', (text) => expect(isPlainConfig(text)).toBe(false));
