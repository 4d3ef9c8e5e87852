import { Fault } from '../faults/index.js';
import { applyFixes, type CheckReport, type FixPlan, planFixes } from '../policy/index.js';
import type { World } from '../ports/index.js';
import { type CheckOptions, check } from './check.js';
import { howItEnded, mustHaveEnded, toolEnvironment } from './children.js';
import { environmentProgram } from './environment.js';

/** Everything that `check --fix` writes, as data. */
export interface RepositoryFixes {
  /** Edits that the rules declare. */
  readonly policy: FixPlan;
  /** Files that ruff's safe fixes or its formatter change, sorted; empty where ruff did not run. */
  readonly ruff: readonly string[];
}

export interface Fixed {
  readonly plan: RepositoryFixes;
  /** As the repository stands now: after the fixes, or, in a dry run, before them. */
  readonly report: CheckReport;
}

const limit = 120_000;

/**
 * Mend what rules and ruff declare to be mendable, then check again. Excused findings are left alone.
 * @param dryRun plan only: nothing is written
 * @throws Fault AG720 if a file changed since the plan was made
 */
export const fixRepository = async (world: World, options: CheckOptions, dryRun: boolean): Promise<Fixed> => {
  const before = await check(world, dryRun ? options : { ...options, tools: ['ruff'] });
  const plan: RepositoryFixes = {
    policy: await planFixes(world, before.project, before.policy),
    ruff: ruffFiles(before.report),
  };
  if (dryRun) return { plan, report: before.report };
  const { project } = before;
  // Before anything is written: without its program none of the plan is applied.
  const program = plan.ruff.length > 0 ? await environmentProgram(world, project.repository, 'ruff') : undefined;
  await applyFixes(world, project, plan.policy);
  if (program !== undefined) {
    await ruff(world, program, project.root, ['check', '--fix', '--exit-zero', '--force-exclude', '--', ...plan.ruff]);
    await ruff(world, program, project.root, ['format', '--force-exclude', '--', ...plan.ruff]);
  }
  const { report } = await check(world, { ...options, project });
  return { plan, report };
};

const ruffFiles = (report: CheckReport): readonly string[] =>
  [
    ...new Set(
      report.findings
        .filter((each) => each.rule === 'ruff' && each.fixable && each.status === 'fail')
        .map((each) => each.path),
    ),
  ].sort();

/** Exit 2 of the formatter is a file that doesn't parse; the check that follows names it. */
const ruff = async (world: World, program: string, root: string, args: readonly string[]): Promise<void> => {
  const done = await world.processes.run({ program, args, cwd: root, env: toolEnvironment(world), timeout: limit });
  const command = `uv run ruff ${args[0]}`;
  mustHaveEnded(done, 'ruff', command, limit);
  if (done.code !== 0 && !(args[0] === 'format' && done.code === 2)) {
    throw new Fault('AG233', { tool: 'ruff', command, reason: howItEnded(done) });
  }
};
