import { dirname, join } from 'node:path';
import { Fault } from '../../faults/index.js';
import type { World } from '../../ports/index.js';
import { workTree } from '../facts/source.js';
import type { BaselineAction, BaselinePlan, CheckReport, Finding, Place, Severity } from '../model.js';
import { type BaselineEntry, baselineEntries, baselinePath, identity, isSecret } from './baseline.js';
import { inexcusable } from './excuses.js';
import { isInside } from './fix.js';
import { withFindings } from './report.js';

/** @throws Fault AG722 where there is one to create already, AG723 where there is none to update, AG140–AG143 */
export const mustSuit = async (world: World, project: Place, action: BaselineAction): Promise<void> => {
  const there = (await baselineEntries(workTree(world, project))) !== undefined;
  if (there && action === 'create') throw new Fault('AG722', { path: baselinePath });
  if (!there && action === 'update') throw new Fault('AG723', { path: baselinePath });
};

export const planBaseline = async (
  world: World,
  project: Place,
  report: CheckReport,
  action: BaselineAction,
  failOn: Severity,
): Promise<BaselinePlan> => {
  await mustSuit(world, project, action);
  const old = (await baselineEntries(workTree(world, project))) ?? [];
  return action === 'create' ? planCreation(report, failOn) : planShrinking(report, old);
};

const planCreation = (report: CheckReport, failOn: Severity): BaselinePlan => {
  const joins = (finding: Finding): boolean => !inexcusable(finding) && !isSecret(finding);
  const entries = entriesOf(report.findings.filter(joins));
  return {
    action: 'create',
    path: baselinePath,
    before: null,
    after: sum(entries),
    byRule: countByRule(entries),
    removed: [],
    unjudged: unjudged(report),
    content: contentOf(entries),
    report: withFindings(report, (finding) => (joins(finding) ? { ...finding, status: 'baselined' } : finding), failOn),
  };
};

/** An entry of what was not judged stays whole: that nothing was found there shows nothing. */
const planShrinking = (report: CheckReport, old: readonly BaselineEntry[]): BaselinePlan => {
  const silent = new Set(unjudged(report));
  const found = entriesOf(report.findings.filter(({ status }) => status === 'baselined'));
  const left = new Map(found.map((entry) => [nameOf(entry), entry.count]));
  const entries: BaselineEntry[] = [];
  const removed: BaselineEntry[] = [];
  for (const entry of old) {
    const name = nameOf(entry);
    const count = silent.has(subjectOf(entry.rule)) ? entry.count : Math.min(entry.count, left.get(name) ?? 0);
    left.set(name, (left.get(name) ?? 0) - count);
    if (count > 0) entries.push({ ...entry, count });
    if (count < entry.count) removed.push({ ...entry, count: entry.count - count });
  }
  return {
    action: 'update',
    path: baselinePath,
    before: sum(old),
    after: sum(entries),
    byRule: countByRule(entries),
    removed,
    unjudged: [...silent].filter((subject) => old.some(({ rule }) => subjectOf(rule) === subject)),
    content: contentOf(entries),
    report,
  };
};

export const writeBaseline = async (world: World, project: Place, plan: BaselinePlan): Promise<void> => {
  await mustSuit(world, project, plan.action);
  if (!isInside(world, project.root, plan.path)) throw new Fault('AG731', { path: plan.path });
  const path = join(project.root, plan.path);
  world.files.makeFolder(dirname(path));
  world.files.writeAtomic(path, plan.content);
};

const entriesOf = (findings: readonly Finding[]): readonly BaselineEntry[] => {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(identity(finding), (counts.get(identity(finding)) ?? 0) + 1);
  return [...counts].map(([id, count]) => {
    const [rule, path, key]: [string, string, string] = JSON.parse(id);
    return { rule, path, key, count };
  });
};

const contentOf = (entries: readonly BaselineEntry[]): string => {
  const findings = [...entries].sort(
    (a, b) => compare(a.path, b.path) || compare(a.rule, b.rule) || compare(a.key, b.key),
  );
  return `${JSON.stringify({ version: 1, findings }, null, 2)}\n`;
};

const countByRule = (entries: readonly BaselineEntry[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const { rule, count } of entries) counts.set(rule, (counts.get(rule) ?? 0) + count);
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0])));
};

/** Rules and tools without a verdict: by an error, by the profile, or because nobody let them run. */
const unjudged = (report: CheckReport): readonly string[] => [
  ...report.rules.filter(({ result }) => result === 'error' || result === 'notInProfile').map(({ rule }) => rule),
  ...report.tools.filter(({ result }) => result === 'error' || result === 'notChecked').map(({ tool }) => tool),
  ...report.notInProfile.map(({ id }) => id),
];

const nameOf = ({ rule, path, key }: BaselineEntry): string => JSON.stringify([rule, path, key]);
const subjectOf = (rule: string): string => rule.split('/')[0] ?? '';
const sum = (entries: readonly BaselineEntry[]): number => entries.reduce((all, { count }) => all + count, 0);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
