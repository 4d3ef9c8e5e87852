import { join } from 'node:path/posix';
import type { Files, Git, Repository } from '../../src/ports/index.js';
import type { Answers, Given, ScaffoldRequest } from '../../src/scaffold/index.js';
import { makeWorld, memoryFiles, type Overrides, processesWith, seededSigner, type TestWorld } from '../world.js';

export const folder = '/home/ana/work/invoices';

export const given = (set: Record<string, string> = {}, answers: Answers = {}, defaults: Answers = {}): Given => ({
  set,
  answers,
  defaults,
});

export const request = (more: Partial<ScaffoldRequest> = {}): ScaffoldRequest => ({
  folder,
  given: given(),
  install: false,
  unanswered: 'default',
  ...more,
});

/** A world in which git knows Ana, and a commit is the file `.git/commit` that holds its message. */
export const scaffoldWorld = (overrides: Overrides = {}): TestWorld => {
  const files = memoryFiles({ '/home/ana/work/': '', '/home/ana/.config/': '', ...overrides.tree });
  const signer = seededSigner(7);
  const world = makeWorld({
    agent: {
      identities: async () => [
        { publicKey: signer.publicKey, comment: 'ana', sign: async (text) => signer.sign(text) },
      ],
    },
    processes: processesWith({}),
    ...overrides,
    files,
    git: overrides.git ?? fakeGit(files),
  });
  return { ...world, memory: files };
};

export const fakeGit = (files: Files): Git => {
  const git: Git = {
    program: '/usr/bin/git',
    identity: () => ({ name: 'Ana', email: 'ana@example.com' }),
    repository: (at) => (files.stat(join(at, '.git')) === undefined ? undefined : fakeRepository(files, at)),
    create: (at) => {
      files.makeFolder(join(at, '.git'));
      return fakeRepository(files, at);
    },
  };
  return git;
};

const fakeRepository = (files: Files, root: string): Repository => {
  const commit = join(root, '.git', 'commit');
  const run: Repository['run'] = (args) => {
    const known: Record<string, () => number> = {
      'rev-parse': () => (files.stat(commit) === undefined ? 1 : 0),
      'symbolic-ref': () => 0,
      'update-ref': () => {
        files.remove(commit);
        return 0;
      },
      rm: () => 0,
    };
    const code = known[args[0] ?? '']?.();
    if (code === undefined) throw new Error(`this git knows no ${args.join(' ')}`);
    return { code, stdout: new TextEncoder().encode('trunk\n'), stderr: '' };
  };
  return {
    root,
    folder: join(root, '.git'),
    run,
    remote: async (args) => run(args),
    text: (args) => new TextDecoder().decode(run(args).stdout),
    config: () => undefined,
    commit: async (message) => {
      files.create(commit, message);
      return 'c'.repeat(40);
    },
  };
};
