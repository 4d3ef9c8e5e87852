import { join } from 'node:path';
import { policyPath } from '../access/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import type { PreparedRun } from './model.js';
import { findDifferences, refuseDifferences } from './worktree.js';

/** What was held against what before a governed run; a record never says more than this. */
export interface Verified {
  /** `commit`: every tracked file was hashed and is the commit's, and nothing importable lies beside them. */
  readonly tree: 'commit';
  /** `lock`: `uv sync --locked --check` found .venv in step with uv.lock; `none`: the repository is no Python project. */
  readonly packages: 'lock' | 'none';
}

/** What must hold before anybody is asked who they are. @throws Fault AG427 no chain, AG425 policy edited, AG320 approvals needed */
export const demandGovernance = (run: PreparedRun): void => {
  const { access, automation } = run;
  if (access === undefined) throw new Fault('AG427', { path: '.autogov/access' });
  if (!access.policyMatches) throw new Fault('AG425', { path: policyPath, file: policyPath, seq: access.head.seq });
  const required = automation.approval?.required ?? 0;
  if (required > 0) throw new Fault('AG320', { path: 'automation.yaml', id: automation.id, required });
};

/**
 * Hold the state of the disk against commit and lock.
 * @throws Fault AG310 the tree differs, AG317 a secret is missing, AG315 or AG316 the environment is not the locked one
 */
export const verifyState = async (world: World, run: PreparedRun): Promise<Verified> => {
  const { observed, repository, environment } = run;
  refuseDifferences(observed.dirty?.paths ?? []);
  refuseDifferences(findDifferences(world, repository, observed.commit));
  const [name] = environment.missing;
  if (name !== undefined) throw new Fault('AG317', { name });
  return { tree: 'commit', packages: await verifyPackages(world, run) };
};

const checkLimit = 120_000;

const verifyPackages = async (world: World, run: PreparedRun): Promise<Verified['packages']> => {
  const { root, entrypoint, digests } = run;
  const python = world.files.stat(join(root, 'pyproject.toml')) !== undefined;
  if (!python && !entrypoint.locked) return 'none';
  if (digests.lock === undefined) throw new Fault('AG316', { path: 'uv.lock' });
  const { obtainUv, toolEnvironment, uvCommand } = await import('../tools/index.js');
  const uv = await obtainUv(world, undefined, root);
  const answer = world.processes.runNow({
    program: uv.program,
    args: ['sync', '--locked', '--check', '--quiet', '--no-progress'],
    cwd: root,
    env: toolEnvironment(world, { UV_PYTHON_DOWNLOADS: 'never', UV_NO_ENV_FILE: '1' }),
    timeout: checkLimit,
  });
  if (answer.code === 0) return 'lock';
  const last = Buffer.from(answer.stderr).toString('utf8').trim().split('\n').at(-1) ?? '';
  const reason = answer.timedOut
    ? 'uv did not answer in time'
    : last.replace(/^error: /, '') || `uv exit ${answer.code}`;
  const call = await uvCommand(world, root);
  const advice = `${call} sync --locked; if it says that the lock is out of date: ${call} lock, and commit uv.lock`;
  throw new Fault('AG315', { path: 'uv.lock', reason }, advice);
};
