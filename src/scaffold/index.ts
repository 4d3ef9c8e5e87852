import type { World } from '../ports/index.js';
import type { Scaffolded, ScaffoldPlan, ScaffoldRequest } from './model.js';

export type { Answers, Given, PlannedFile, Scaffolded, ScaffoldPlan, ScaffoldRequest } from './model.js';

/**
 * What init would do, with every answer settled. Nothing is written.
 * @throws Fault AG501–AG510 for a folder or answers that can't be used; AG201–AG203 for what the machine lacks
 */
export const planScaffold = async (world: World, request: ScaffoldRequest): Promise<ScaffoldPlan> =>
  (await import('./plan.js')).planScaffold(world, request);

/**
 * Carry a plan out: all of it or nothing. Whatever fails, also Ctrl-C, leaves the folder as it was before.
 * @throws Fault AG501 if the folder is no longer what the plan was made for, AG131 when stopped, AG22x, AG508 and AG511 for the environment
 */
export const applyScaffold = async (world: World, plan: ScaffoldPlan): Promise<Scaffolded> =>
  (await import('./apply.js')).applyScaffold(world, plan);

/**
 * Finish an init that was killed while it put its prepared files into an existing folder.
 * @returns whether there was one to finish
 */
export const resumeScaffold = async (world: World, folder: string): Promise<boolean> =>
  (await import('./stage.js')).resumeStage(world, folder);
