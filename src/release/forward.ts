import { Fault } from '../faults/index.js';
import type { Repository } from '../ports/index.js';
import { gitReason } from './remote.js';

/** The refs that a release moves here. */
export interface Moved {
  readonly branch: string;
  readonly base: string;
  readonly commit: string;
  readonly tag: string;
  readonly tagObject: string;
}

/**
 * The commit point without a remote: branch and tag in one transaction, and only from the state that was planned for.
 * @throws Fault AG602 where the branch moved or the tag appeared meanwhile
 */
export const moveRefs = (repository: Repository, moved: Moved): void => {
  const done = transaction(repository, [
    `update refs/heads/${moved.branch} ${moved.commit} ${moved.base}`,
    `create refs/tags/${moved.tag} ${moved.tagObject}`,
  ]);
  if (done.code !== 0) throw new Fault('AG602', { reason: gitReason(done.stderr) });
};

/** After a push: the tag as the remote has it. Harmless where it is there already. @throws Fault AG305 */
export const keepTag = (repository: Repository, { tag, tagObject }: Pick<Moved, 'tag' | 'tagObject'>): void => {
  const done = transaction(repository, [`update refs/tags/${tag} ${tagObject}`]);
  if (done.code !== 0) throw new Fault('AG305', { command: 'update-ref', reason: gitReason(done.stderr) });
};

const transaction = (repository: Repository, commands: readonly string[]) =>
  repository.run(['update-ref', '--stdin', '-m', 'autogov release'], {
    input: ['start', ...commands, 'prepare', 'commit', ''].join('\n'),
  });

/**
 * Bring index and work tree from the base to the release, then the branch, as a fast-forward does. Changes to other files stay;
 * a file in the way is left alone, and so is the branch. Calling it again is harmless.
 * @returns why it could not be done; undefined when it is
 */
export const fastForward = (repository: Repository, moved: Moved): string | undefined => {
  const tip = repository.run(['rev-parse', '--verify', '--quiet', `refs/heads/${moved.branch}`]);
  const here = new TextDecoder().decode(tip.stdout).trim();
  const current = repository.run(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  const checkedOut = new TextDecoder().decode(current.stdout).trim() === moved.branch;
  if (here !== moved.base && here !== moved.commit) {
    const within =
      repository.run(['merge-base', '--is-ancestor', moved.commit, `refs/heads/${moved.branch}`]).code === 0;
    return within ? undefined : `${moved.branch} moved on meanwhile; git pull brings both together`;
  }
  if (checkedOut) {
    const done = repository.run(['read-tree', '-m', '-u', moved.base, moved.commit]);
    if (done.code !== 0) return gitReason(done.stderr);
  }
  if (here === moved.commit) return undefined;
  const done = transaction(repository, [`update refs/heads/${moved.branch} ${moved.commit} ${moved.base}`]);
  return done.code === 0 ? undefined : gitReason(done.stderr);
};
