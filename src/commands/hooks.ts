import { escapeText } from '../faults/index.js';
import type { HookPlan } from '../tools/index.js';
import { type Answer, answers, type Build, examples, exit, type Session, verb } from './shape.js';

type Way = 'install' | 'uninstall';

interface Flags {
  readonly dryRun?: true;
}

const build: Build = (session) =>
  examples(
    verb('hooks', 'have git judge every commit before it is made')
      .addCommand(one(session, 'install', 'an entry for prek and pre-commit where they are used, else a hook of git'))
      .addCommand(one(session, 'uninstall', 'take out what install put in, and nothing else')),
    ['autogov hooks install', 'autogov hooks install --dry-run', 'autogov hooks uninstall'],
  );

export default build;

const one = (session: Session, way: Way, summary: string) =>
  examples(
    verb(way, summary)
      .option('--dry-run', 'show what it would write')
      .action(answers(session, `hooks ${way}`, (flags: Flags) => act(session, way, flags.dryRun === true))),
    [`autogov hooks ${way}`, `autogov hooks ${way} --dry-run`],
  );

const act = async (session: Session, way: Way, dryRun: boolean): Promise<Answer> => {
  const { findProject } = await import('../config/index.js');
  const { applyHooks, planHooks } = await import('../tools/index.js');
  const { world } = session;
  const project = findProject(world);
  const plan = await planHooks(world, project, way);
  if (!dryRun) await applyHooks(world, project, plan);
  const files = plan.files.map(({ path, action, content }) => ({ path, action, content }));
  return { exit: exit.ok, data: { dryRun, files, left: plan.left ?? null }, text: textOf(plan, way, dryRun) };
};

const textOf = (plan: HookPlan, way: Way, dryRun: boolean): string => {
  const rows = plan.files.flatMap(({ path, action, content }) => [
    `  ${dryRun && action !== 'keep' ? `would ${action}` : said[action]}  ${path}`,
    ...(dryRun && action !== 'keep' && content !== null
      ? content
          .trimEnd()
          .split('\n')
          .map((line) => `    ${line}`)
      : []),
  ]);
  const nothing = way === 'install' ? [] : ['  no hook of autogov is here'];
  return `${[...(rows.length > 0 ? rows : nothing), '', `next: ${nextStep(plan, way, dryRun)}`].map(escapeText).join('\n')}\n`;
};

const said = { create: 'created', change: 'changed', remove: 'removed', keep: 'is there' } as const;

const nextStep = (plan: HookPlan, way: Way, dryRun: boolean): string => {
  if (dryRun) return `autogov hooks ${way}`;
  return plan.left ?? (way === 'install' ? 'git commit; before it: autogov check --staged' : 'autogov hooks install');
};
