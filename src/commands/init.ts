import { resolve } from 'node:path';
import { Fault } from '../faults/index.js';
import type { CheckReport } from '../policy/index.js';
import type { World } from '../ports/index.js';
import type { Given, Scaffolded, ScaffoldPlan, ScaffoldRequest } from '../scaffold/index.js';
import { type Answer, answers, type Build, examples, exit, type Session, verb } from './shape.js';

interface Flags {
  readonly yes?: true;
  readonly answers?: string;
  readonly set?: readonly string[];
  readonly dryRun?: true;
  readonly diff?: true;
  readonly install: boolean;
}

const build: Build = (session) =>
  examples(
    verb('init', 'scaffold a new automation repository, ready to run')
      .argument('[dir]', 'the folder that becomes the repository', '.')
      .option('-y, --yes', 'take the default where no answer is given')
      .option('--answers <file>', 'answers from a JSON or YAML file')
      .option('--set <key=value>', 'one answer; may be repeated', (value: string, before?: string[]) => [
        ...(before ?? []),
        value,
      ])
      .option('--dry-run', 'show the plan, write nothing')
      .option('--diff', 'with the plan: what each file would hold')
      .option('--no-install', 'files and commit only: no uv.lock, no environment, no check')
      .action(answers(session, 'init', (dir: string, flags: Flags) => initAnswer(session, dir, flags))),
    [
      'autogov init invoices',
      'autogov init invoices --yes --set owner=finance-automation',
      'autogov init invoices --answers answers.yaml --dry-run --json',
      'autogov init . --yes --no-install',
    ],
  );

export default build;

const initAnswer = async (session: Session, dir: string, flags: Flags): Promise<Answer> => {
  const { world } = session;
  const { applyScaffold, planScaffold, resumeScaffold } = await import('../scaffold/index.js');
  const { planData, planText, doneText, madeText, summaryText } = await import('./init-view.js');
  const dryRun = flags.dryRun === true;
  const folder = resolve(world.machine.cwd, dir);
  const given = await readGiven(world, folder, flags);
  const resumed = !dryRun && (await resumeScaffold(world, folder));
  const plan = await planScaffold(world, {
    folder,
    given,
    install: flags.install,
    unanswered: unanswered(world, flags),
  });
  const shown = planData(plan, dryRun, flags.diff === true);
  if (plan.state === 'done') return { exit: exit.ok, data: shown, text: doneText(plan, dir, resumed) };
  if (dryRun) return { exit: exit.ok, data: shown, text: planText(plan, dir, flags.diff === true) };
  if (world.terminal.interactive && flags.yes !== true) await confirm(world, plan, summaryText(plan, dir));
  const made = await applyScaffold(world, plan);
  const checked = plan.install ? await check(world, plan) : {};
  const { report, fault } = checked;
  return {
    exit: report?.exit ?? fault?.exit ?? exit.ok,
    data: { ...shown, ...madeData(made), check: reportData(report) },
    text: madeText(plan, made, dir, report),
    ...(fault === undefined ? {} : { faults: [fault] }),
  };
};

const unanswered = (world: World, flags: Flags): ScaffoldRequest['unanswered'] => {
  if (flags.yes === true) return 'default';
  if (world.terminal.interactive) return 'ask';
  return flags.dryRun === true ? 'default' : 'refuse';
};

const readGiven = async (world: World, folder: string, flags: Flags): Promise<Given> => {
  const { readDefaults, readDocument, validate } = await import('../config/index.js');
  const set: Record<string, string> = {};
  for (const each of flags.set ?? []) {
    const at = each.indexOf('=');
    if (at < 1) throw new Fault('AG102', { reason: `--set wants key=value, not ${JSON.stringify(each)}` });
    set[each.slice(0, at)] = each.slice(at + 1);
  }
  const path = flags.answers;
  const document =
    path === undefined ? undefined : await readDocument(world.files, resolve(world.machine.cwd, path), path);
  if (path !== undefined && document === undefined) {
    throw new Fault('AG102', { path, reason: '--answers names a file that is not there' });
  }
  const defaults = await readDefaults(world, folder);
  if (document === undefined) return { set, answers: {}, defaults };
  const answered = await validate('answers', document);
  const locate = (key: string) => ({ path: document.path, ...document.locate(`/${key}`) });
  return { set, answers: answered, defaults, locate };
};

const confirm = async (world: World, plan: ScaffoldPlan, summary: string): Promise<void> => {
  world.terminal.err(summary);
  const message = `Write ${plan.files.length} files into ${plan.folder}?`;
  const replies = await world.terminal.ask([{ name: 'go', kind: 'confirm', message, default: true }]);
  if (replies['go'] !== true) throw new Fault('AG131');
};

/** The verdict on the new repository; a check that could not be made is a fault beside the result, for the repository stands. */
const check = async (
  world: World,
  plan: ScaffoldPlan,
): Promise<{ readonly report?: CheckReport; readonly fault?: Fault }> => {
  const { checkRepository } = await import('../tools/index.js');
  const repository = world.git.repository(plan.folder);
  if (repository === undefined) return { fault: new Fault('AG301', { path: plan.folder }) };
  const found: { report?: CheckReport } = {};
  try {
    const run = async () => {
      found.report = await checkRepository(world, { project: { root: repository.root, repository } });
    };
    await world.terminal.steps([{ title: 'check', run }], found);
    return found;
  } catch (error) {
    if (error instanceof Fault) return { fault: error };
    throw error;
  }
};

const madeData = ({ commit, access, uv }: Scaffolded) => ({
  commit,
  access,
  environment: uv === undefined ? { installed: false } : { installed: true, uv },
});

const reportData = (report: CheckReport | undefined) =>
  report === undefined ? null : { exit: report.exit, summary: report.summary, findings: report.findings };
