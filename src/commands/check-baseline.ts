import { escapeText, Fault } from '../faults/index.js';
import type { BaselinePlan } from '../policy/index.js';
import type { World } from '../ports/index.js';
import type { CheckOptions } from '../tools/index.js';
import type { Answer } from './shape.js';

interface BaselineCall {
  /** As it was typed. */
  readonly action: string;
  readonly dryRun: boolean;
  readonly profile: string;
  readonly options: CheckOptions;
  /** Given options that look at a part only, or print something else. */
  readonly besides: readonly string[];
}

/** @throws Fault AG102 for a word that is no action, or options that do not go with it; AG722, AG723 */
export const baselineAnswer = async (world: World, call: BaselineCall): Promise<Answer> => {
  const { action, dryRun, profile, options } = call;
  if (action !== 'create' && action !== 'update') {
    throw new Fault('AG102', { reason: `--baseline can't be ${action}` }, 'one of: create, update');
  }
  if (call.besides.length > 0) {
    throw new Fault(
      'AG102',
      { reason: `--baseline holds the whole repository, and does not go with ${call.besides.join(', ')}` },
      `autogov check --baseline ${action}`,
    );
  }
  const { findProject } = await import('../config/index.js');
  const project = options.project ?? findProject(world);
  const { expectBaseline, planBaseline, reportData, writeBaseline } = await import('../policy/index.js');
  await expectBaseline(world, project, action);
  const { checkRepository } = await import('../tools/index.js');
  const report = await checkRepository(world, { ...options, project });
  const plan = await planBaseline(world, project, report, action, options.failOn ?? 'error');
  const changes = action === 'create' || plan.removed.length > 0;
  const written = changes && !dryRun;
  if (written) await writeBaseline(world, project, plan);
  const { path, before, after, removed, unjudged } = plan;
  return {
    exit: plan.report.exit,
    data: {
      profile,
      ...Object(await reportData(plan.report)),
      baseline: { action, path, written, before, after, removed, unjudged },
    },
    text: planText(plan, changes, dryRun),
  };
};

const mostListed = 20;

const planText = (plan: BaselinePlan, changes: boolean, dryRun: boolean): string => {
  const { action, path, before, after, byRule, removed, unjudged, report } = plan;
  const open = report.findings.filter(({ status }) => status === 'fail').length;
  const would = dryRun ? 'would ' : '';
  const head =
    action === 'create'
      ? `${would}${dryRun ? 'create' : 'created'} ${path}: ${findings(after)}`
      : changes
        ? `${would}${dryRun ? 'shrink' : 'shrank'} ${path}: ${before} → ${findings(after)}`
        : `${path} stays as it is: ${findings(after)}`;
  const width = Math.max(0, ...Object.keys(byRule).map((rule) => rule.length));
  const listed =
    action === 'create'
      ? Object.entries(byRule).map(([rule, count]) => `  ${rule.padEnd(width)}  ${count}`)
      : removed.map(
          ({ rule, path: file, key, count }) => `  gone  ${rule}  ${file}  ${key}${count > 1 ? `  ×${count}` : ''}`,
        );
  const left = listed.length - mostListed;
  const lines = [
    head,
    ...listed.slice(0, mostListed),
    ...(left > 0 ? [`  … and ${left} more: --json`] : []),
    ...(unjudged.length === 0 ? [] : [`  not judged, so left alone: ${unjudged.join(', ')}`]),
    ...(open === 0
      ? []
      : [`  not in it: ${findings(open)} that ${action === 'create' ? 'no baseline excuses' : 'it never takes in'}`]),
  ];
  return `${[...lines.map(escapeText), '', `next: ${nextStep(plan, changes, dryRun, open)}`, ''].join('\n')}`;
};

const nextStep = ({ action, path }: BaselinePlan, changes: boolean, dryRun: boolean, open: number): string => {
  if (dryRun && changes) return `autogov check --baseline ${action}`;
  const look = open > 0 ? ' · autogov check' : '';
  return changes ? `git add ${path}${look}` : 'autogov check';
};

const findings = (count: number): string => `${count} finding${count === 1 ? '' : 's'}`;
