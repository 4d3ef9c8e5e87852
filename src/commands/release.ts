import { Fault } from '../faults/index.js';
import type { Applied, Bump, Channel, PlanOptions, ReleasePlan } from '../release/index.js';
import { type Answer, answers, type Command, examples, exit, type Session, verb } from './shape.js';

interface PlanFlags {
  readonly bump?: string;
  readonly reason?: string;
  readonly pre?: string;
}

interface ReleaseFlags extends PlanFlags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** `autogov release`: plan, confirm, apply; its parts are commands of their own. */
export default (session: Session): Command => {
  const release = examples(
    planOptions(verb('release', 'the next semantic version from the history: changelog, signed tag')),
    ['autogov release', 'autogov release plan', 'autogov release --dry-run --json', 'autogov release --yes'],
  )
    .option('--dry-run', 'print the plan, write nothing')
    .option('-y, --yes', 'do not ask')
    .enablePositionalOptions()
    .action(answers(session, 'release', (flags: ReleaseFlags) => releaseAll(session, flags)));
  release.addCommand(
    examples(planOptions(verb('plan', 'work out the next version, and print what would be done')), [
      'autogov release plan',
      'autogov release plan --bump minor --reason "first version for the whole team"',
    ]).action(
      answers(session, 'release plan', async (flags: PlanFlags) => showPlan(session, await makePlan(session, flags))),
    ),
  );
  release.addCommand(
    examples(planOptions(verb('apply', 'release without asking; with --plan, exactly that plan or nothing')), [
      'autogov release apply',
      'autogov release apply --plan plan.json',
    ])
      .option('--plan <file>', 'what `release plan --json` printed')
      .action(answers(session, 'release apply', (flags: PlanFlags & { plan?: string }) => apply(session, flags))),
  );
  release.addCommand(
    examples(verb('resume', 'finish what follows the commit point of a release, from any clone').argument('<tag>'), [
      'autogov release resume v1.5.0',
    ]).action(answers(session, 'release resume', (tag: string) => resume(session, tag))),
  );
  release.addCommand(
    examples(verb('status', 'the newest release, and what of it is missing').argument('[tag]'), [
      'autogov release status',
    ]).action(answers(session, 'release status', (tag: string | undefined) => status(session, tag))),
  );
  return release;
};

const planOptions = (command: Command): Command =>
  command
    .option('--bump <level>', 'major, minor or patch, whatever the commits say; needs --reason')
    .option('--reason <text>', 'why, for the changelog and the tag')
    .option('--pre <channel>', 'a prerelease: alpha, beta or rc');

const makePlan = async (session: Session, flags: PlanFlags): Promise<ReleasePlan> => {
  const room = await import('../release/index.js');
  return room.planRelease(session.world, readFlags(flags, room.bumps, room.channels));
};

const readFlags = (flags: PlanFlags, bumps: readonly Bump[], channels: readonly Channel[]): PlanOptions => {
  const bump = bumps.find((name) => name === flags.bump);
  const pre = channels.find((name) => name === flags.pre);
  if (flags.bump !== undefined && (bump === undefined || bump === 'none')) {
    throw new Fault('AG102', { reason: `--bump takes major, minor or patch, not ${flags.bump}` });
  }
  if (flags.pre !== undefined && pre === undefined) {
    throw new Fault('AG102', { reason: `--pre takes ${channels.join(', ')}, not ${flags.pre}` });
  }
  const reason = flags.reason?.trim();
  if (bump !== undefined && (reason === undefined || reason === '')) {
    throw new Fault('AG102', { reason: '--bump needs --reason' }, 'add --reason "what this release brings"');
  }
  return {
    ...(bump === undefined || bump === 'none' ? {} : { bump }),
    ...(reason === undefined || reason === '' ? {} : { reason }),
    ...(pre === undefined ? {} : { pre }),
  };
};

const showPlan = async (session: Session, plan: ReleasePlan): Promise<Answer> => {
  const { planView } = await import('./release-view.js');
  return { exit: exit.ok, data: plan, text: planView(plan, session.world.terminal.paint) };
};

const releaseAll = async (session: Session, flags: ReleaseFlags): Promise<Answer> => {
  const { world } = session;
  const plan = await makePlan(session, flags);
  if (flags.dryRun === true || plan.release.next === null) return showPlan(session, plan);
  const { planFault } = await import('../release/index.js');
  const fault = await planFault(plan);
  if (fault !== undefined) throw fault;
  if (flags.yes !== true) {
    const { planView } = await import('./release-view.js');
    if (world.terminal.interactive) world.terminal.err(planView(plan, world.terminal.paint, true));
    const message = `release ${plan.release.tag}?`;
    const { go } = await world.terminal.ask([{ name: 'go', message, kind: 'confirm', default: true }]);
    if (go !== true) throw new Fault('AG131');
  }
  return carryOut(session, plan);
};

const apply = async (session: Session, flags: PlanFlags & { plan?: string }): Promise<Answer> => {
  const { world } = session;
  if (flags.plan === undefined) {
    const plan = await makePlan(session, flags);
    return plan.release.next === null ? showPlan(session, plan) : carryOut(session, plan);
  }
  if (flags.bump !== undefined || flags.pre !== undefined) {
    throw new Fault('AG102', { reason: '--plan holds its own --bump and --pre' });
  }
  const { resolve } = await import('node:path');
  const text = world.files.readText(resolve(world.machine.cwd, flags.plan));
  if (text === undefined) throw new Fault('AG102', { reason: `there is no file ${flags.plan}` });
  const room = await import('../release/index.js');
  return done(session, await room.applyRelease(world, await room.readPlan(text, flags.plan)));
};

const carryOut = async (session: Session, plan: ReleasePlan): Promise<Answer> => {
  const { applyRelease } = await import('../release/index.js');
  return done(session, await applyRelease(session.world, plan));
};

const done = async (session: Session, { plan, released, said, faults }: Applied): Promise<Answer> => {
  const { releasedView } = await import('./release-view.js');
  return {
    exit: faults[0]?.exit ?? exit.ok,
    data: { ...plan, released, said },
    text: releasedView(released, said, faults.length === 0, session.world.terminal.paint),
    faults,
  };
};

const resume = async (session: Session, tag: string): Promise<Answer> => {
  const { resumeRelease } = await import('../release/index.js');
  const { standing, did, faults } = await resumeRelease(session.world, tag);
  const { standingView } = await import('./release-view.js');
  return {
    exit: faults[0]?.exit ?? exit.ok,
    data: { standing, did },
    text: standingView(standing, did),
    faults,
  };
};

const status = async (session: Session, tag: string | undefined): Promise<Answer> => {
  const { releaseStatus } = await import('../release/index.js');
  const standing = await releaseStatus(session.world, tag);
  const { standingView } = await import('./release-view.js');
  return {
    exit: standing === null || standing.missing.length === 0 ? exit.ok : exit.conflict,
    data: { standing },
    text: standingView(standing, []),
  };
};
