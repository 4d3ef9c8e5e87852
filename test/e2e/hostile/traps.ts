import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Place } from '../scenario/place.js';
import { runProgram } from '../scenario/run.js';

/** A repository that would execute something: each trap writes its name into the marker when it is sprung. */
export interface Hostile {
  readonly root: string;
  readonly marker: string;
  /** PATH with the repository's own folders in front. */
  readonly env: Readonly<Record<string, string>>;
  /** The blob that is missing, so that git would fetch it by the repository's own program. */
  readonly missingBlob: string;
}

const hooks = [
  ...['pre-commit', 'prepare-commit-msg', 'commit-msg', 'post-commit', 'post-checkout', 'post-merge', 'pre-push'],
  ...['reference-transaction', 'post-index-change', 'fsmonitor-watchman', 'pre-auto-gc', 'post-rewrite'],
];

/** Programs that a search of PATH would find in the repository if it looked there. */
const planted = ['git', 'python3', 'python', 'uv', 'ssh-keygen', 'ssh', 'gpg', 'sh'];

const configuration = (evil: (name: string) => string): string => `
[core]
	fsmonitor = ${evil('core.fsmonitor')}
	hooksPath = hooks-of-the-repo
	sshCommand = ${evil('core.sshCommand')}
	editor = ${evil('core.editor')}
	pager = ${evil('core.pager')}
	askPass = ${evil('core.askPass')}
	alternateRefsCommand = ${evil('core.alternateRefsCommand')}
[filter "evil"]
	clean = ${evil('filter.clean')}
	smudge = ${evil('filter.smudge')}
	required = true
[diff]
	external = ${evil('diff.external')}
[diff "evil"]
	textconv = ${evil('diff.textconv')}
[merge "evil"]
	driver = ${evil('merge.driver')}
[gpg]
	program = ${evil('gpg.program')}
[gpg "ssh"]
	program = ${evil('gpg.ssh.program')}
	defaultKeyCommand = ${evil('gpg.ssh.defaultKeyCommand')}
[commit]
	gpgSign = true
[tag]
	gpgSign = true
[log]
	showSignature = true
[credential]
	helper = ${evil('credential.helper')}
[alias]
	ls-files = "!${evil('alias.ls-files')}"
	release = "!${evil('alias.release')}"
[extensions]
	partialClone = origin
[remote "origin"]
	url = ./not-here
	promisor = true
	uploadpack = ${evil('remote.uploadpack')}
	receivepack = ${evil('remote.receivepack')}
[include]
	path = ../included.config
[includeIf "gitdir:**"]
	path = ../included-if.config
`;

const manifest = `project:
  id: 01JD2WQ4N8V5T6Y7Z8A9BCDEFG
  owner: ops
automations:
  - id: noop
    entrypoint: { command: [python3, -c, pass] }
`;

const pyproject = `[project]
name = "hostile"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = []
`;

/** Make it with plain git before anything is armed; the trap is armed last. */
export const makeHostile = async (place: Place): Promise<Hostile> => {
  const root = join(place.root, 'repo');
  const marker = join(place.base, 'marker');
  const write = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    chmodSync(join(root, path), mode);
  };
  const git = async (...args: string[]): Promise<string> => {
    const ran = await runProgram(place, ['git', '-C', root, ...args]);
    if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr}`);
    return ran.stdout.trim();
  };
  mkdirSync(root, { recursive: true });
  await git('init', '-q', '-b', 'main');
  write('old.txt', 'a blob that only the first commit has\n');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'feat: first');
  const missingBlob = await git('rev-parse', 'HEAD:old.txt');
  rmSync(join(root, 'old.txt'));
  write('automation.yaml', manifest);
  write('pyproject.toml', pyproject);
  write('.autogov/policy.yaml', 'version: 1\nextends:\n  - source: autogov:recommended\n');
  write('.gitattributes', '* filter=evil diff=evil merge=evil\n');
  write('bunfig.toml', 'preload = ["./preload.ts"]\n');
  write('preload.ts', `require('node:fs').appendFileSync(${JSON.stringify(marker)}, 'bunfig.preload\\n');\n`);
  write('.env', `BUN_OPTIONS=--preload=./preload.ts\nNODE_OPTIONS=--require=./preload.ts\nGIT_SSH_COMMAND=./git\n`);
  // A trap fails after it was sprung, so that no program waits for an answer of it.
  const script = (name: string) => `#!/bin/sh\necho '${name}' >> '${marker}'\nexit 1\n`;
  for (const name of planted) {
    write(name, script(`planted ${name}`), 0o755);
    write(`tools/${name}`, script(`planted tools/${name}`), 0o755);
  }
  for (const name of hooks) write(`hooks-of-the-repo/${name}`, script(`hooksPath ${name}`), 0o755);
  await git('add', '-A');
  await git('commit', '-q', '-m', 'feat: second');
  rmSync(join(root, '.git', 'objects', missingBlob.slice(0, 2), missingBlob.slice(2)));
  const evil = (name: string): string => {
    write(`traps/${name}`, script(name), 0o755);
    return join(root, 'traps', name);
  };
  for (const name of hooks) write(`.git/hooks/${name}`, script(`hook ${name}`), 0o755);
  write('included.config', `[core]\n\tfsmonitor = ${evil('include.fsmonitor')}\n`);
  write('included-if.config', `[diff "evil"]\n\tcommand = ${evil('includeIf.diff')}\n`);
  const config = await runProgram(place, ['cat', join(root, '.git', 'config')]);
  writeFileSync(join(root, '.git', 'config'), config.stdout + configuration(evil));
  // Touched, so that git must look at the content and would run the clean filter.
  write('pyproject.toml', `${pyproject}\n`);
  const PATH = ['.', '', root, join(root, 'tools'), place.bin].join(':');
  return { root, marker, env: { PATH }, missingBlob };
};
