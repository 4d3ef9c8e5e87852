import { Fault } from '../faults/index.js';
import type { Files, Git, GitAnswer, GitOptions, Machine, Processes, Repository } from '../ports/index.js';
import {
  alwaysSettings,
  blankedSettings,
  type GitSetting,
  gitEnvironment,
  parseGitSettings,
  settingsEnvironment,
} from './git-hardening.js';
import { environmentIn, hasPlainConfig, locate, namesOtherTree, type Place } from './git-place.js';

export const createGit = (files: Files, processes: Processes, machine: Machine): Git => {
  const known = new Map<string, Repository>();
  const git: Git = {
    get program() {
      return processes.find('git');
    },
    repository: (folder) => {
      const place = locate(files, folder);
      if (place === undefined) return undefined;
      const before = known.get(place.root);
      if (before !== undefined) return before;
      const repository = openRepository(files, programOf(processes, place.root), processes, machine, place);
      known.set(place.root, repository);
      return repository;
    },
    identity: (folder) => {
      const done = processes.runNow({
        program: programOf(processes, locate(files, folder)?.root ?? folder),
        args: ['var', 'GIT_AUTHOR_IDENT'],
        cwd: folder,
        env: {
          ...gitEnvironment(machine.env),
          ...settingsEnvironment([...alwaysSettings, ['user.useConfigOnly', 'true']]),
        },
      });
      const [, name, email] = /^(.*\S) <([^<>]+)> \d+ [+-]\d{4}\s*$/.exec(text(done.stdout)) ?? [];
      return done.code === 0 && name !== undefined && email !== undefined ? { name, email } : undefined;
    },
    create: (folder, branch) => {
      const program = programOf(processes, locate(files, folder)?.root ?? folder);
      const done = processes.runNow({
        program,
        args: ['init', '--quiet', '--template=', `--initial-branch=${branch}`, folder],
        cwd: folder,
        env: { ...gitEnvironment(machine.env), ...settingsEnvironment(alwaysSettings) },
      });
      if (done.code !== 0) throw gitFault('init', text(done.stderr));
      const made = git.repository(folder);
      if (made === undefined) throw gitFault('init', 'it left no repository behind');
      return made;
    },
  };
  return git;
};

/** @throws Fault AG201 where there is none outside of the repository: one inside of it would be its own code */
const programOf = (processes: Processes, root: string): string => {
  const program = processes.find('git', root);
  if (program === undefined) throw new Fault('AG201');
  return program;
};

const configLimit = 20_000;

const openRepository = (
  files: Files,
  program: string,
  processes: Processes,
  machine: Machine,
  place: Place,
): Repository => {
  const base = environmentIn(files, machine, place.root);
  let read: { readonly settings: readonly GitSetting[]; readonly hardened: readonly [string, string][] } | undefined;
  const configuration = () => {
    if (read !== undefined) return read;
    // `git config --list` executes nothing that it lists; everything after this call runs with the result blanked.
    const done = processes.runNow({
      program,
      args: ['config', '--list', '--show-scope', '--show-origin', '--includes', '-z'],
      cwd: place.root,
      env: { ...base, ...settingsEnvironment(alwaysSettings) },
      timeout: configLimit,
    });
    if (done.timedOut) throw gitFault('config', 'it did not end; a pipe stands where it reads its settings');
    if (done.code !== 0) throw gitFault('config', text(done.stderr));
    const settings = parseGitSettings(text(done.stdout)).filter((setting) => setting.scope !== 'command');
    if (namesOtherTree(files, place, settings))
      throw gitFault('config', 'core.worktree names another folder than the one that holds .git');
    read = { settings, hardened: [...blankedSettings(settings), ...alwaysSettings] };
    return read;
  };
  let plain: boolean | undefined;
  const hardened = (): readonly (readonly [string, string])[] => {
    plain ??= hasPlainConfig(files, place);
    return plain ? alwaysSettings : configuration().hardened;
  };
  const run = (args: readonly string[], options: GitOptions = {}): GitAnswer => {
    const settings = [...hardened(), ...Object.entries(options.settings ?? {})];
    const done = processes.runNow({
      program,
      args,
      cwd: options.cwd ?? place.root,
      env: { ...base, ...settingsEnvironment(settings), ...options.env },
      limit: 1024 * 1024 * 1024,
      ...(options.input === undefined ? {} : { input: options.input }),
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    });
    if (done.failure !== undefined) throw new Fault('AG214', { program: 'git', reason: done.failure });
    const stderr = text(done.stderr);
    if (done.code === 128 && /dubious ownership|unsafe repository/.test(stderr))
      throw new Fault('AG306', { path: place.root }, safeDirectory(place.root));
    return { code: done.code ?? 128, stdout: done.stdout, stderr };
  };
  const repository: Repository = {
    root: place.root,
    folder: place.folder,
    run,
    remote: async (args) => {
      const { talkToRemote } = await import('./git-remote.js');
      return talkToRemote(program, place.root, { ...base, ...settingsEnvironment(hardened()) }, args);
    },
    text: (args, options) => {
      const done = run(args, options);
      if (done.code !== 0) throw gitFault(args[0] ?? '', done.stderr);
      return text(done.stdout);
    },
    commit: async (message, options = {}) => {
      const identity = options.author;
      const env: Record<string, string> =
        identity === undefined
          ? {}
          : {
              GIT_AUTHOR_NAME: identity.name,
              GIT_AUTHOR_EMAIL: identity.email,
              GIT_COMMITTER_NAME: identity.name,
              GIT_COMMITTER_EMAIL: identity.email,
            };
      repository.text(['add', '--all', '--', ...(options.paths ?? ['.'])], { env });
      repository.text(
        [
          'commit',
          '--quiet',
          '--no-verify',
          '--file=-',
          ...(options.paths === undefined ? [] : ['--', ...options.paths]),
        ],
        {
          env,
          input: message,
        },
      );
      return repository.text(['rev-parse', 'HEAD']).trim();
    },
    config: (key) =>
      configuration().settings.findLast((setting) => setting.key.toLowerCase() === key.toLowerCase())?.value,
  };
  return repository;
};

const decoder = new TextDecoder();
const text = (bytes: Uint8Array): string => decoder.decode(bytes);

const safeDirectory = (root: string): string =>
  `git config --global --add safe.directory '${root.replaceAll("'", "'\\''")}', if you trust its owner`;

const gitFault = (command: string, stderr: string): Fault => {
  const lines = stderr.trim().split('\n');
  const last = lines.findLast((line) => /^(fatal|error):/.test(line)) ?? lines.at(-1) ?? '';
  if (/dubious ownership/.test(stderr)) return new Fault('AG306');
  if (/Please tell me who you are|unable to auto-detect email|empty ident name/.test(stderr)) return new Fault('AG203');
  return new Fault('AG305', { command, reason: last.replace(/^(fatal|error): /, '') || 'no reason given' });
};
