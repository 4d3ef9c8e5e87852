import { findProject, type Project } from '../config/index.js';
import {
  type Change,
  type CheckReport,
  type Finding,
  judgePolicy,
  makeReport,
  openIndex,
  type PolicyResult,
  readChange,
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
  /** Judge the index in place of the work tree: the policy, and ruff on the Python files that a commit would change. */
  readonly staged?: boolean;
  /** Report only what was changed since the history parted from this commit, branch or tag. */
  readonly since?: string;
  /** False: take no verdict of an earlier check, and keep none. */
  readonly cache?: boolean;
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
  const { paths, staged = false } = options;
  const snapshot = staged ? await openIndex(world, project) : undefined;
  const since = options.since === undefined ? undefined : await readChange(world, project, options.since, staged);
  const policy = await judgePolicy(world, project, {
    ...(paths === undefined ? {} : { paths }),
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(since === undefined ? {} : { since }),
    ...(options.cache === undefined ? {} : { cache: options.cache }),
  });
  const judged =
    snapshot === undefined
      ? await judgeTools(world, project, options, policy.requiredTools)
      : await (await import('./staged.js')).judgeStaged(world, project, snapshot, options);
  const here = judged.map((each) => limitedTo(paths, since === undefined ? each : limitedToChange(since, each)));
  const outcomes: readonly ToolOutcome[] = here.map((each) => each.outcome);
  const findings: readonly Finding[] = here.flatMap((each) => each.findings);
  const { failOn } = options;
  const report = await makeReport(policy, outcomes, findings, {
    partial: staged || since !== undefined || paths !== undefined,
    isShown: (path) => isInside(paths, path),
    ...(failOn === undefined ? {} : { failOn }),
  });
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

/**
 * What a change can have caused. ruff judges each file by itself and by its settings; what mypy and pytest say of one file can come from
 * any other, and the lock depends on the two files that it is made from.
 */
export const limitedToChange = (change: Change, judged: Judged): Judged => {
  const { tool } = judged.outcome;
  const touched = (...names: readonly string[]): boolean =>
    [...change.paths].some((path) => names.includes(path.slice(path.lastIndexOf('/') + 1)));
  const whole =
    tool === 'uv'
      ? touched('pyproject.toml', 'uv.lock')
      : tool === 'ruff'
        ? touched('pyproject.toml', 'ruff.toml', '.ruff.toml', 'uv.lock')
        : change.paths.size > 0;
  return whole ? judged : limited(judged, (path) => change.paths.has(path));
};

/** The findings at or below the paths; a tool that could not run stays an error wherever it stands. */
export const limitedTo = (paths: readonly string[] | undefined, judged: Judged): Judged =>
  limited(judged, (path) => isInside(paths, path));

const isInside = (paths: readonly string[] | undefined, path: string): boolean =>
  paths === undefined ||
  paths.length === 0 ||
  paths.some((each) => each === '.' || path === each || path.startsWith(`${each}/`));

const limited = (judged: Judged, inside: (path: string) => boolean): Judged => {
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
