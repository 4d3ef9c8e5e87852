import { normalize } from 'node:path';
import { escapeText } from '../faults/index.js';
import type { CheckReport } from '../policy/index.js';
import type { PlannedFile, Scaffolded, ScaffoldPlan } from '../scaffold/index.js';

/** The part of `data` that every init has; see schemas/commands/init.schema.json. */
export const planData = (plan: ScaffoldPlan, dryRun: boolean, diff: boolean) => ({
  folder: plan.folder,
  dryRun,
  answers: plan.answers,
  layers: plan.layers,
  plan: {
    digest: plan.digest,
    files: plan.files.map(({ path, action, reason, before, after }) => ({
      path,
      action,
      reason,
      before,
      after,
      ...(diff && plan.contents.has(path) ? { diff: diffOf(plan, path) } : {}),
    })),
  },
});

/** What was answered, before anything else is said. */
const headLines = (plan: ScaffoldPlan, dir: string): string[] => {
  const answers = Object.entries(plan.answers);
  const width = Math.max(...answers.map(([name]) => name.length));
  const rows = answers.map(([name, value]) => `  ${name.padEnd(width)}  ${String(value)}`);
  return [`${dir}  from ${plan.layers.join(', ')}`, '', ...rows, ''].map(escapeText);
};

/** What a person agrees to before it is written. */
export const summaryText = (plan: ScaffoldPlan, dir: string): string => `${headLines(plan, dir).join('\n')}\n`;

/** The plan for people: what was answered, what would be written, from which layer. */
export const planText = (plan: ScaffoldPlan, dir: string, diff: boolean): string => {
  const widest = Math.max(...plan.files.map((file) => file.path.length));
  const withContent = diff ? plan.files.filter((file) => plan.contents.has(file.path)) : [];
  const diffs = withContent.flatMap((file) => ['', ...diffOf(plan, file.path).trimEnd().split('\n')]);
  const lines = [
    ...plan.files.map((file) => fileLine(file, widest)),
    ...diffs,
    '',
    `${plan.files.length} files, plan ${plan.digest.slice(0, 12)}; nothing was written`,
    `next: autogov init ${quoted(dir)}`,
  ];
  return `${[...headLines(plan, dir), ...lines.map(escapeText)].join('\n')}\n`;
};

export const doneText = (plan: ScaffoldPlan, dir: string, resumed: boolean): string => {
  const edited = plan.files.filter((file) => file.reason !== 'as scaffolded').length;
  const lines = [
    resumed
      ? `finished an init that had been interrupted: ${dir}`
      : `already scaffolded, nothing changed: ${dir}  from ${plan.layers.join(', ')}`,
    `${plan.files.length} files, ${edited} edited or removed since`,
    `next: ${inFolder(dir)}uv sync --locked`,
  ];
  return `${lines.map(escapeText).join('\n')}\n`;
};

export const madeText = (
  plan: ScaffoldPlan,
  made: Scaffolded,
  dir: string,
  report: CheckReport | undefined,
): string => {
  const { name, branch } = plan.answers;
  const rows: [string, string][] = [
    ['files', `${plan.files.length} from ${plan.layers.join(', ')}`],
    ['commit', `${made.commit.slice(0, 7)} on ${String(branch)}`],
    ['signer', `${made.signer}${made.said === undefined ? '' : `  (${made.said})`}`],
    ['access', `${made.access}  pinned here; one person, so no second approval is possible`],
    ['environment', made.uv === undefined ? 'not installed' : `installed by uv ${made.uv.version} (${made.uv.origin})`],
    ['check', checkLine(report, plan.install)],
  ];
  const next =
    report === undefined
      ? `${inFolder(dir)}uv lock && uv sync && autogov check`
      : `${inFolder(dir)}autogov ${report.exit === 0 ? `run ${String(name)}` : 'check'}`;
  const lines = [String(name), ...rows.map(([label, text]) => `  ${label.padEnd(11)}  ${text}`), `next: ${next}`];
  return `${lines.map(escapeText).join('\n')}\n`;
};

const checkLine = (report: CheckReport | undefined, install: boolean): string => {
  if (report === undefined) return install ? 'could not be made' : 'not run (--no-install)';
  const { pass, fail, error } = report.summary;
  return `${pass} passed, ${fail} failed, ${error} could not be checked  exit ${report.exit}`;
};

const inFolder = (dir: string): string => (normalize(dir) === '.' ? '' : `cd ${quoted(dir)} && `);

const quoted = (dir: string): string => (/\s/.test(dir) ? `"${dir}"` : dir);

const fileLine = (file: PlannedFile, widest: number): string =>
  `  ${file.action.padEnd(4)}  ${file.path.padEnd(widest)}  ${file.reason}`;

/** Every planned file with content is new, so its diff is its lines. */
const diffOf = (plan: ScaffoldPlan, path: string): string => {
  const lines = (plan.contents.get(path) ?? '').replace(/\n$/, '').split('\n');
  const head = `--- /dev/null\n+++ b/${path}\n`;
  return lines.length === 1 && lines[0] === ''
    ? head
    : `${head}@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join('\n')}\n`;
};
