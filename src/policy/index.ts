import type { World } from '../ports/index.js';
import type { RuleInfo } from './describe.js';
import type { OwnRuleInfo } from './describe-own.js';
import type { JudgeOptions } from './engine/judge-project.js';
import type { Change } from './engine/since.js';
import type { Snapshot } from './facts/snapshot.js';
import type { Format } from './formats/index.js';
import type { ListedRule } from './list.js';
import type {
  BaselineAction,
  BaselinePlan,
  CheckReport,
  Finding,
  FixPlan,
  Place,
  PolicyResult,
  ReportOptions,
  Severity,
  ToolOutcome,
} from './model.js';
import type { RuleTest } from './test-own.js';

export type { RuleInfo } from './describe.js';
export type { OwnRuleInfo } from './describe-own.js';
export type { JudgeOptions } from './engine/judge-project.js';
export type { Change } from './engine/since.js';
export type { Snapshot } from './facts/snapshot.js';
export { type Format, formats } from './formats/index.js';
export type { ListedRule } from './list.js';
export type {
  BaselineAction,
  BaselinePlan,
  CheckReport,
  Edit,
  Excuses,
  Finding,
  FixPlan,
  NotInProfile,
  Offence,
  Place,
  PlannedFile,
  PolicyFacts,
  PolicyResult,
  ReportOptions,
  Result,
  RuleOutcome,
  Severity,
  Summary,
  ToolOutcome,
} from './model.js';
export type { RuleTest, RuleTestFailure } from './test-own.js';

/**
 * Judge the work tree of a repository by `.autogov/policy.yaml` (without one: by the recommended policy).
 * Nothing of the repository is executed.
 * @throws Fault AG140–AG143 where the policy or the waivers can't be read; a fact that can't be read is an
 *   outcome with result `error` instead
 */
export const judgePolicy = async (world: World, project: Place, options: JudgeOptions = {}): Promise<PolicyResult> =>
  (await import('./engine/judge-project.js')).judgePolicy(world, project, options);

/**
 * The index as a commit would take it now; the work tree is not looked at.
 * @throws Fault AG331 while a merge is not resolved
 */
export const openIndex = async (world: World, project: Place): Promise<Snapshot> =>
  (await import('./facts/snapshot.js')).indexSnapshot(world, project);

/** Paths that the index changes against HEAD, but removed ones; all of them where there is no commit yet. */
export const stagedPaths = async (world: World, project: Place): Promise<ReadonlySet<string>> =>
  (await import('./engine/since.js')).stagedPaths(world, project);

/**
 * What was changed since the history parted from a commit: up to the work tree, or up to the index.
 * @throws Fault AG332 for a name that git doesn't know, AG333 where the histories never met
 */
export const readChange = async (world: World, project: Place, ref: string, staged: boolean): Promise<Change> =>
  (await import('./engine/since.js')).readChange(world, project, ref, staged);

/**
 * The report of a whole check. Tool findings are excused by the same waivers and baseline as the policy's own.
 * Call it once per PolicyResult: it ends with the waivers that nothing used.
 */
export const makeReport = async (
  policy: PolicyResult,
  tools: readonly ToolOutcome[],
  toolFindings: readonly Finding[],
  options: ReportOptions = {},
): Promise<CheckReport> => (await import('./engine/report.js')).makeReport(policy, tools, toolFindings, options);

/** What `--fix` would write for the failing, unexcused findings of this result; writes nothing. */
export const planFixes = async (world: World, project: Place, result: PolicyResult): Promise<FixPlan> =>
  (await import('./engine/fix.js')).planFixes(world, project, result);

/**
 * Write a plan, all of it or nothing.
 * @throws Fault AG720 (exit 5) if a file changed since the plan was made
 */
export const applyFixes = async (world: World, project: Place, plan: FixPlan): Promise<void> =>
  (await import('./engine/fix.js')).applyFixes(world, project, plan);

/**
 * Whether a baseline can be created, or updated, at all: call it before a check that takes its time.
 * @throws Fault AG722 where there is one to create already, AG723 where there is none to update, AG140–AG143
 */
export const expectBaseline = async (world: World, project: Place, action: BaselineAction): Promise<void> =>
  (await import('./engine/baseline-plan.js')).mustSuit(world, project, action);

/**
 * The baseline that this whole check leads to; writes nothing. Secrets and what could not be judged never join one.
 * @param failOn the least severity that makes the exit code of its report 1
 * @throws as expectBaseline
 */
export const planBaseline = async (
  world: World,
  project: Place,
  report: CheckReport,
  action: BaselineAction,
  failOn: Severity,
): Promise<BaselinePlan> =>
  (await import('./engine/baseline-plan.js')).planBaseline(world, project, report, action, failOn);

/**
 * Write a planned baseline at once.
 * @throws Fault AG731 where a link leads out of the repository; as expectBaseline
 */
export const writeBaseline = async (world: World, project: Place, plan: BaselinePlan): Promise<void> =>
  (await import('./engine/baseline-plan.js')).writeBaseline(world, project, plan);

/**
 * A report as text in one format.
 * @param color terminal colours, for `human` only
 */
export const renderReport = async (world: World, report: CheckReport, format: Format): Promise<string> =>
  (await import('./formats/index.js')).renderReport(world, report, format);

/**
 * Append a report as Markdown to the summary of the GitHub step at hand, where there is one (GITHUB_STEP_SUMMARY).
 * @throws Fault AG212 where that file can't be written
 */
export const appendStepSummary = async (world: World, report: CheckReport): Promise<void> =>
  (await import('./formats/step-summary.js')).appendStepSummary(world, report);

/** A report as the `data` of `check --json`. */
export const reportData = async (report: CheckReport): Promise<unknown> =>
  (await import('./formats/data.js')).reportData(report);

/** Rules of the catalogue that no rule file judges but a tool behind check; their findings carry the id as their code. */
export const rulesOfTools = async (): Promise<readonly RuleInfo[]> =>
  (await import('./judged-by-tools.js')).judgedByTools;

/** Every bundled rule, by id: what it says, why, examples, whether --fix mends it. */
export const allRules = async (): Promise<readonly RuleInfo[]> => (await import('./describe.js')).allRules();

/**
 * The rules that a repository's own policy adds.
 * @throws Fault AG140–AG143, AG701, AG702 where the policy can't be read
 */
export const ownRules = async (world: World, project: Place): Promise<readonly OwnRuleInfo[]> =>
  (await import('./describe-own.js')).ownRules(world, project);

/**
 * Every rule, bundled or the repository's own, with what it says of the work tree; nothing of it is executed.
 * @param tools names that a waiver may have beside those of rules
 * @throws Fault AG140–AG143, AG701–AG704 where the policy can't be read
 */
export const listRules = async (
  world: World,
  project: Place,
  tools: readonly string[],
): Promise<readonly ListedRule[]> => (await import('./list.js')).listRules(world, project, tools);

/**
 * Hold every rule of the repository's own policy to its examples.
 * @throws Fault AG140–AG143, AG701, AG702 where the policy can't be read
 */
export const testRules = async (world: World, project: Place): Promise<readonly RuleTest[]> =>
  (await import('./test-own.js')).testRules(world, project);

/** A waiver of this rule, as .autogov/waivers.yaml has it. */
export const howToWaive = async (id: string): Promise<string> => (await import('./describe.js')).howToWaive(id);

/** The page docs/rules/<ID>.md. */
export const describeRule = async (info: RuleInfo): Promise<string> =>
  (await import('./describe.js')).describeRule(info);
