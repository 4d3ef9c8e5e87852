import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { acceptAccess, foundAccess, readAccess } from '../../src/access/index.js';
import { fingerprint, sha256, sshPublicKeyLine } from '../../src/evidence/index.js';
import { createFiles } from '../../src/platform/files.js';
import { createGit } from '../../src/platform/git.js';
import { createProcesses } from '../../src/platform/processes.js';
import type { Agent, GitAnswer, Processes, Signer, World } from '../../src/ports/index.js';
import { makeWorld, type SteppingClock, seededSigner, steppingClock } from '../world.js';

/** A repository on the real disk, its home, and a world that stands in it; the key is that of an agent. */
export interface Place {
  readonly root: string;
  /** The folder that holds everything of this place. */
  readonly folder: string;
  readonly world: World;
  readonly clock: SteppingClock;
  git(...args: string[]): string;
  write(files: Readonly<Record<string, string>>): void;
  /** Write files, stage everything, commit. @returns the commit's id */
  commit(message: string, files?: Readonly<Record<string, string>>): string;
  /** A bare remote `origin` that has the branch. @returns its folder */
  remote(): string;
  /** A hook of the remote, as a shell script. */
  hook(remote: string, name: string, script: string): void;
  /** The world from another folder, e.g. another clone. */
  standingIn(root: string): World;
  /** The same world with other processes, git's among them. */
  withProcesses(processes: Processes): World;
  /** The same world, but something happens around the push. */
  withPush(around: (push: () => Promise<GitAnswer>) => Promise<GitAnswer>): World;
  /** An agent with a key that nobody granted anything. */
  stranger(): Agent;
  /** Everything that a release could change: refs, status, index, and the bytes of the work tree. */
  state(root?: string): string;
  remove(): void;
}

/** Ana's key as ssh-keygen wants to read it. */
export const defaultSigners = (): string =>
  `ana@example.com namespaces="git" ${sshPublicKeyLine(seededSigner(7).publicKey)}\n`;

export const policy = 'version: 1\n';

const scaffold = {
  'pyproject.toml': '[project]\nname = "demo-bot"\nversion = "0.1.0" # the version\nrequires-python = ">=3.11"\n',
  'src/demo_bot/__init__.py': '"""Bot."""\n\n__version__ = "0.1.0"\n',
  '.autogov/policy.yaml': policy,
};

const agentOf = ({ publicKey, sign }: Signer): Agent => ({
  identities: async () => [{ publicKey, comment: 'key', sign }],
});

/** @param governed the signer founds an access chain, which this machine has pinned */
export const makePlace = async (governed = false): Promise<Place> => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'autogov-release-test-')));
  const home = join(folder, 'home');
  const root = join(folder, 'repo');
  mkdirSync(home);
  mkdirSync(root);
  const env = { HOME: home, PATH: process.env['PATH'] ?? '', GIT_CONFIG_NOSYSTEM: '1', GIT_ALLOW_PROTOCOL: 'file' };
  writeFileSync(
    join(home, '.gitconfig'),
    '[user]\n\tname = Ana\n\temail = ana@example.com\n[init]\n\tdefaultBranch = main\n',
  );
  const clock = steppingClock('2026-03-04T05:06:07.000Z');
  const signer = seededSigner(7);
  const worldIn = (cwd: string, processes = createProcesses('linux', env)): World => {
    const files = { ...createFiles('linux'), temporaryFolder: (prefix: string) => mkdtempSync(join(folder, prefix)) };
    const base = makeWorld({ files, processes, clock });
    const state = join(folder, 'state');
    const folders = { state, config: join(folder, 'config'), cache: join(folder, 'cache') };
    const machine = { ...base.machine, env, home, cwd, folders };
    const identity = { publicKey: signer.publicKey, comment: 'ana', sign: signer.sign };
    return {
      ...base,
      machine,
      git: createGit(files, processes, machine),
      agent: { identities: async () => [identity] },
    };
  };
  const gitIn = (cwd: string, args: readonly string[]): string =>
    execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const git = (...args: string[]): string => gitIn(root, args);
  let tick = 1_700_000_000;
  const place: Place = {
    root,
    folder,
    world: worldIn(root),
    clock,
    git,
    write: (files) => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
    },
    commit: (message, files = { [`notes/${tick}.txt`]: `${tick}\n` }) => {
      place.write(files);
      git('add', '-A');
      tick += 60;
      const dated = { ...env, GIT_AUTHOR_DATE: `${tick} +0000`, GIT_COMMITTER_DATE: `${tick} +0000` };
      execFileSync('git', ['commit', '-q', '--allow-empty', '-m', message], { cwd: root, env: dated });
      return git('rev-parse', 'HEAD').trim();
    },
    remote: () => {
      const bare = join(folder, 'origin.git');
      gitIn(folder, ['init', '-q', '--bare', bare]);
      git('remote', 'add', 'origin', bare);
      git('push', '-q', '-u', 'origin', 'main');
      return bare;
    },
    hook: (remote, name, script) =>
      writeFileSync(join(remote, 'hooks', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
    standingIn: (where) => worldIn(where),
    withProcesses: (processes) => worldIn(root, processes),
    withPush: (around) => {
      const world = worldIn(root);
      const repository = (where: string) => {
        const found = world.git.repository(where);
        if (found === undefined) return undefined;
        const remote = (args: readonly string[]) =>
          args[0] === 'push' ? around(() => found.remote(args)) : found.remote(args);
        return { ...found, remote };
      };
      return { ...world, git: { ...world.git, repository } };
    },
    stranger: () => agentOf(seededSigner(9)),
    state: (where = root) =>
      [
        gitIn(where, ['for-each-ref', '--format=%(refname) %(objectname)']),
        gitIn(where, ['symbolic-ref', 'HEAD']),
        gitIn(where, ['status', '--porcelain', '--untracked-files=all']),
        gitIn(where, ['ls-files', '--stage']),
        gitIn(where, ['diff', 'HEAD']),
      ].join('---\n'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  git('init', '-q');
  place.write(scaffold);
  if (governed) {
    const own = {
      signer: { ...signer, keyId: fingerprint(signer.publicKey) },
      principal: 'ana@example.com',
      origin: 'agent' as const,
    };
    const founding = { project: '01JDTESTPROJECT00000000000', own, policyDigest: sha256(policy) };
    for (const { path, content } of await foundAccess(place.world, founding)) place.write({ [path]: content });
    const access = await readAccess(place.world, root);
    if (access !== undefined) acceptAccess(place.world, access, 'development');
  }
  git('add', '-A');
  place.commit('chore: scaffold', {});
  return place;
};
