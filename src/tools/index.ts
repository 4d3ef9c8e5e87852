import type { Project } from '../config/index.js';
import type { CheckReport } from '../policy/index.js';
import type { Repository, World } from '../ports/index.js';
import type { CheckOptions } from './check.js';
import type { EnvironmentState } from './environment.js';
import type { Fixed } from './fix.js';
import type { HookPlan } from './hooks.js';
import type { Uv } from './uv/find.js';
import type { Python } from './uv/python.js';

export type { CheckOptions } from './check.js';
export { pathOutside, toolEnvironment } from './children.js';
export type { EnvironmentState } from './environment.js';
export type { Fixed, RepositoryFixes } from './fix.js';
export type { HookFile, HookPlan } from './hooks.js';
export { type ToolName, toolNames } from './names.js';
export type { Uv } from './uv/find.js';
export type { Python } from './uv/python.js';

/**
 * The uv to use: the one on PATH if its version is allowed, else the pinned one from autogov's cache, else installed there now, by hash,
 * with python3's venv and pip.
 * @param say progress, in a few words
 * @param outside the repository at hand; programs inside of it are passed over
 * @throws Fault AG202 (no Python ≥ 3.11), AG220–AG226
 */
export const obtainUv = async (world: World, say?: (detail: string) => void, outside?: string): Promise<Uv> =>
  (await import('./uv/obtain.js')).obtainUv(world, say, outside);

/** The same without installing anything; undefined where no usable uv is at hand. */
export const findUv = async (world: World, outside?: string): Promise<Uv | undefined> =>
  (await import('./uv/find.js')).findUv(world, outside);

/** How a person calls the uv at hand, for a command to mend with: `uv`, or its path where it is in autogov's cache only. */
export const uvCommand = async (world: World, outside?: string): Promise<string> => {
  const { callOf, findUv: find } = await import('./uv/find.js');
  return callOf(await find(world, outside));
};

/** The first Python ≥ 3.11 on PATH that answers; undefined where there is none. */
export const findPython = async (world: World, outside?: string): Promise<Python | undefined> =>
  (await import('./uv/python.js')).findPython(world, outside);

/**
 * Judge a repository by its policy, then by the tools of its locked environment, side by side. Waivers and baseline hold for both.
 * mypy, pytest and uv execute code of the repository: give `withoutTools` where its user has not said that it may run.
 * @throws Fault AG301, AG140–AG143 (policy or waivers can't be read); a tool that gives no verdict is a finding with status `error`
 */
export const checkRepository = async (world: World, options: CheckOptions = {}): Promise<CheckReport> =>
  (await (await import('./check.js')).check(world, options)).report;

/**
 * Mend what rules and ruff declare to be mendable, then check again.
 * @param dryRun plan only: nothing is written
 */
export const fixRepository = async (world: World, options: CheckOptions, dryRun: boolean): Promise<Fixed> =>
  (await import('./fix.js')).fixRepository(world, options, dryRun);

/**
 * Whether the environment is what uv.lock says, and where its programs stand. Executes uv, which may run a build backend of the
 * repository: only for a project that its user trusts.
 */
export const lockedEnvironment = async (world: World, repository: Repository): Promise<EnvironmentState> => {
  const { lockedEnvironment: hold } = await import('./environment.js');
  return hold(world, repository, await findUv(world, repository.root));
};

/**
 * What makes git call `autogov check --staged` before a commit, or takes that out again; nothing is written.
 * @throws Fault AG240 for a hook that is not autogov's, AG241 where the configuration sends git to other hooks, AG242, AG140–AG143
 */
export const planHooks = async (world: World, project: Project, way: 'install' | 'uninstall'): Promise<HookPlan> => {
  const hooks = await import('./hooks.js');
  return way === 'install' ? hooks.planHooks(world, project) : hooks.planRemoval(world, project);
};

/** Write a plan of hooks. */
export const applyHooks = async (world: World, project: Project, plan: HookPlan): Promise<void> =>
  (await import('./hooks.js')).applyHooks(world, project, plan);
