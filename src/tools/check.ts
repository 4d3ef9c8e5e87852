import { findProject, type Project } from '../config/index.js';
import {
  type CheckReport,
  type Finding,
  judgePolicy,
  makeReport,
  type PolicyResult,
  type Severity,
  type ToolOutcome,
} from '../policy/index.js';
import type { World } from '../ports/index.js';
import { type ToolName, toolNames } from './names.js';
import type { Judged } from './outcomes.js';
import { notChecked } from './outcomes.js';
import type { Watch } from './run-tools.js';

export interface CheckOptions {
  /** Default: the repository of machine.cwd. */
  readonly project?: Project;
  /** Why no tool may run, in the words of the summary, e.g. `--static`. Absent: they run, and with them code of the repository. */
  readonly withoutTools?: string;
  /** Which tools; default all. */
  readonly tools?: readonly ToolName[];
  /** Only findings at or below these paths, from the root; default all. */
  readonly paths?: readonly string[];
  /** The least severity that makes the exit code 1; default error. */
  readonly failOn?: Severity;
  readonly watch?: Watch;
}

/** A report, and the policy's part of it as planFixes needs it. */
export interface Checked {
  readonly project: Project;
  readonly policy: PolicyResult;
  readonly report: CheckReport;
}

/** The policy first: where it can't be read nothing is started. Then the tools. */
export const check = async (world: World, options: CheckOptions): Promise<Checked> => {
  const project = options.project ?? findProject(world);
  const { paths } = options;
  const policy = await judgePolicy(world, project, paths === undefined ? {} : { paths });
  const judged = await judgeTools(world, project, options, policy.requiredTools);
  const here = judged.map((each) => limitedTo(paths, each));
  const outcomes: readonly ToolOutcome[] = here.map((each) => each.outcome);
  const findings: readonly Finding[] = here.flatMap((each) => each.findings);
  const { failOn } = options;
  const report = await makeReport(policy, outcomes, findings, failOn === undefined ? {} : { failOn });
  return { project, policy, report };
};

const judgeTools = async (
  world: World,
  project: Project,
  options: CheckOptions,
  required: readonly string[],
): Promise<readonly Judged[]> => {
  const names = options.tools ?? toolNames;
  const { withoutTools } = options;
  if (withoutTools !== undefined) return names.map((name) => notChecked(name, withoutTools));
  const { runTools } = await import('./run-tools.js');
  return runTools(world, project, names, required, options.watch);
};

/** The findings at or below the paths; a tool that could not run stays an error wherever it stands. */
export const limitedTo = (paths: readonly string[] | undefined, judged: Judged): Judged => {
  if (paths === undefined || paths.length === 0) return judged;
  const inside = (path: string): boolean =>
    paths.some((each) => each === '.' || path === each || path.startsWith(`${each}/`));
  const findings = judged.findings.filter((each) => each.status === 'error' || inside(each.path));
  const elsewhere = judged.findings.length - findings.length;
  const { outcome } = judged;
  if (elsewhere === 0) return judged;
  const failed = findings.some((each) => each.severity === 'error');
  return {
    findings,
    outcome: {
      ...outcome,
      result: outcome.result === 'fail' && !failed ? 'pass' : outcome.result,
      detail:
        findings.length === 0 ? `ok here, ${elsewhere} elsewhere` : `${findings.length} here, ${elsewhere} elsewhere`,
    },
  };
};
