import { isAbsolute, relative, resolve, sep } from 'node:path';
import { escapeText, Fault, nearest } from '../faults/index.js';
import type { CheckReport, Format, Severity } from '../policy/index.js';
import type { World } from '../ports/index.js';
import type { CheckOptions, Fixed, RepositoryFixes } from '../tools/index.js';
import { answers, type Build, examples, type Session, verb } from './shape.js';

interface Flags {
  readonly profile?: string;
  readonly static?: true;
  readonly trusted?: true;
  readonly staged?: true;
  readonly since?: string;
  readonly cache?: boolean;
  readonly fix?: true;
  readonly dryRun?: true;
  readonly baseline?: string;
  readonly format?: readonly string[];
  readonly failOn?: string;
}

const build: Build = (session) =>
  examples(
    verb('check', 'judge the repository by its policy, ruff, mypy and pytest')
      .argument('[paths...]', 'show only findings at or below these paths')
      .option('--profile <name>', 'local or ci (default: ci where CI is set, else local)')
      .option('--static', 'execute nothing of the repository: the policy only, the tools read "not checked"')
      .option('--trusted', 'run the tools although this machine has not pinned the project')
      .option(
        '--staged',
        'judge what a commit would hold now: the policy, and ruff on the Python files that it changes',
      )
      .option('--since <ref>', 'report only what was changed since this commit, branch or tag')
      .option('--no-cache', 'take no verdict of an earlier check, and keep none')
      .option('--fix', 'mend what rules and ruff declare to be mendable, then check again')
      .option('--dry-run', 'with --fix or --baseline: show what it would write')
      .option('--baseline <action>', 'create: excuse what is found now; update: take out what is found no more')
      .option(
        '--format <name[=file]>',
        'human, json, sarif, junit, github, gitlab, checkstyle or markdown; several at once',
        (value: string, before?: string[]) => [...(before ?? []), value],
      )
      .option('--fail-on <severity>', 'the least severity that makes the exit code 1 (default: error)')
      .action(answers(session, 'check', (paths: string[], flags: Flags) => checkAnswer(session, paths, flags))),
    [
      'autogov check',
      'autogov check --static src',
      'autogov check --staged',
      'autogov check --since main',
      'autogov check --fix --dry-run',
      'autogov check --baseline create --dry-run',
      'autogov check --format human --format sarif=out.sarif',
    ],
  );

export default build;

const checkAnswer = async (session: Session, paths: readonly string[], flags: Flags) => {
  const { world } = session;
  const outputs = await readOutputs(flags.format ?? []);
  const shown = outputs.filter((each) => each.file === undefined);
  if (shown.length > (session.json ? 0 : 1)) {
    throw new Fault(
      'AG102',
      { reason: 'only one output can go to stdout' },
      'give the others a file: --format sarif=out.sarif',
    );
  }
  if (flags.dryRun === true && flags.fix !== true && flags.baseline === undefined) {
    throw new Fault('AG102', { reason: '--dry-run goes with --fix or --baseline' });
  }
  if (flags.fix === true && (flags.staged === true || flags.since !== undefined)) {
    throw new Fault('AG102', { reason: '--fix mends the work tree, and goes with neither --staged nor --since' });
  }
  const profile = oneOf('--profile', flags.profile ?? defaultProfile(world), ['local', 'ci']);
  const failOn = oneOf<Severity>('--fail-on', flags.failOn ?? 'error', ['error', 'warning', 'info']);
  const { findProject } = await import('../config/index.js');
  const project = findProject(world);
  const withoutTools = await reasonAgainstTools(world, project.root, profile, flags);
  const options: CheckOptions = {
    project,
    failOn,
    watch: liveLine(world),
    ...(flags.staged === true ? { staged: true } : {}),
    ...(flags.since === undefined ? {} : { since: flags.since }),
    ...(flags.cache === false ? { cache: false } : {}),
    ...(paths.length === 0 ? {} : { paths: paths.map((path) => fromRoot(world, project.root, path)) }),
    ...(withoutTools === undefined ? {} : { withoutTools }),
  };
  if (flags.baseline !== undefined) {
    const { baselineAnswer } = await import('./check-baseline.js');
    const besides = [
      ...(['fix', 'staged', 'since', 'format'] as const)
        .filter((name) => flags[name] !== undefined)
        .map((name) => `--${name}`),
      ...paths,
    ];
    return baselineAnswer(world, { action: flags.baseline, dryRun: flags.dryRun === true, profile, options, besides });
  }
  const { report, plan } = await judged(world, options, flags);
  const { appendStepSummary, renderReport } = await import('../policy/index.js');
  for (const { format, file } of outputs) {
    if (file !== undefined)
      world.files.writeAtomic(resolve(world.machine.cwd, file), await renderReport(world, report, format));
  }
  if (outputs.some(({ format }) => format === 'github')) await appendStepSummary(world, report);
  const text = session.json ? '' : await renderReport(world, report, shown[0]?.format ?? 'human');
  const data = session.json ? await jsonData(profile, report, plan) : {};
  return {
    exit: report.exit,
    data,
    text: plan === undefined || shown.some((each) => each.format !== 'human') ? text : planText(plan, flags) + text,
  };
};

const jsonData = async (profile: string, report: CheckReport, plan: RepositoryFixes | undefined): Promise<unknown> => {
  const { reportData } = await import('../policy/index.js');
  return { profile, ...Object(await reportData(report)), ...(plan === undefined ? {} : { plan: planData(plan) }) };
};

const judged = async (
  world: World,
  options: CheckOptions,
  flags: Flags,
): Promise<Partial<Fixed> & Pick<Fixed, 'report'>> => {
  const { checkRepository, fixRepository } = await import('../tools/index.js');
  return flags.fix === true
    ? fixRepository(world, options, flags.dryRun === true)
    : { report: await checkRepository(world, options) };
};

/**
 * Why no tool may run: they execute code of the repository, so either its user asked for them, or this machine has pinned the project and
 * knows this very folder.
 */
const reasonAgainstTools = async (
  world: World,
  root: string,
  profile: string,
  flags: Flags,
): Promise<string | undefined> => {
  if (flags.static === true) return '--static';
  if (profile === 'ci' || flags.trusted === true) return undefined;
  const { isTrustedFolder, readAccess } = await import('../access/index.js');
  try {
    const access = await readAccess(world, root);
    if (access?.pinned === true) {
      return isTrustedFolder(world, root)
        ? undefined
        : `this folder is new to this machine; autogov trust ${access.first}, or --trusted`;
    }
    return access === undefined
      ? 'nobody vouched for this project; if you trust its code: --trusted'
      : 'this machine has not pinned the project; autogov trust, or --trusted';
  } catch (error) {
    if (error instanceof Fault) return `${error.code}: ${error.message}`;
    throw error;
  }
};

const defaultProfile = (world: World): string => {
  const ci = world.machine.env['CI'];
  return ci === undefined || ci === '' || ci === 'false' ? 'local' : 'ci';
};

const oneOf = <T extends string>(option: string, value: string, allowed: readonly T[]): T => {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  const near = nearest(value, allowed);
  throw new Fault(
    'AG102',
    { reason: `${option} can't be ${value}` },
    near === undefined ? `one of: ${allowed.join(', ')}` : `did you mean: ${option} ${near}`,
  );
};

interface Output {
  readonly format: Format;
  /** Where it goes; undefined: stdout. */
  readonly file: string | undefined;
}

const readOutputs = async (words: readonly string[]): Promise<readonly Output[]> => {
  if (words.length === 0) return [];
  const { formats } = await import('../policy/index.js');
  const taken = new Set<string>();
  return words.map((word) => {
    const at = word.indexOf('=');
    const name = at < 0 ? word : word.slice(0, at);
    const file = at < 0 ? undefined : word.slice(at + 1);
    if (file === '') throw new Fault('AG102', { reason: `--format ${word} names no file` });
    if (file !== undefined && taken.has(file)) throw new Fault('AG102', { reason: `two formats go to ${file}` });
    if (file !== undefined) taken.add(file);
    return { format: oneOf<Format>('--format', name, formats), file };
  });
};

const fromRoot = (world: World, root: string, path: string): string => {
  const absolute = resolve(world.machine.cwd, path);
  const shown = relative(world.files.real(root) ?? root, world.files.real(absolute) ?? absolute);
  if (shown === '..' || shown.startsWith(`..${sep}`) || isAbsolute(shown)) {
    throw new Fault('AG102', { reason: `${path} is outside of the repository` });
  }
  if (world.files.stat(absolute) === undefined) throw new Fault('AG102', { reason: `there is no ${path}` });
  return shown === '' ? '.' : shown.replaceAll(sep, '/');
};

/** One line at a terminal that names what runs, and goes when nothing does. */
const liveLine =
  (world: World) =>
  (running: readonly string[]): void => {
    const { terminal } = world;
    if (!terminal.interactive) return;
    terminal.err(`\r\u001b[K${running.length === 0 ? '' : terminal.paint.dim(`  checking: ${running.join(', ')}`)}`);
  };

const planData = ({ policy, ruff }: RepositoryFixes) => ({
  files: policy.files.map(({ path, action, rules, before, after }) => ({ path, action, rules, before, after })),
  untrack: policy.untrack,
  ruff,
});

const planText = (plan: RepositoryFixes, flags: Flags): string => {
  const said = flags.dryRun === true ? 'would ' : '';
  const lines = [
    ...plan.policy.files.map((each) => `  ${said}${each.action}  ${each.path}  ${each.rules.join(', ')}`),
    ...plan.policy.untrack.map((path) => `  ${said}untrack  ${path}`),
    ...plan.ruff.map((path) => `  ${said}change  ${path}  ruff`),
  ];
  const head = lines.length === 0 ? ['nothing to fix'] : [flags.dryRun === true ? 'plan' : 'fixed'];
  return `${[...head, ...lines, '', ''].map(escapeText).join('\n')}`;
};
