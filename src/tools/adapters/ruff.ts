import { Fault } from '../../faults/index.js';
import type { Finding } from '../../policy/index.js';
import { howItEnded, lastLine, textOf } from '../children.js';
import { counted, toFinding } from '../findings.js';
import { JsonReader } from '../read-json.js';
import type { Tool, ToolContext } from '../tool.js';

const command = 'uv run ruff check';
const why = 'Lint rules find bugs before they run, and one format keeps changes small.';

/** ruff's linter and its formatter, neither of which executes code of the repository. */
export const ruff: Tool = {
  name: 'ruff',
  why,
  limit: 120_000,
  judge: async (context) => {
    const { counts = () => true } = context;
    const here = (findings: readonly Finding[]): readonly Finding[] => findings.filter(({ path }) => counts(path));
    const all = await lintFindings(context);
    const lint = here(all);
    const unformatted = here(
      await formatFindings(
        context,
        all.some((each) => each.code === 'invalid-syntax'),
      ),
    );
    const parts = [
      ...(lint.length === 0 ? [] : [counted(lint.length, 'error')]),
      ...(unformatted.length === 0 ? [] : [`${unformatted.length} unformatted`]),
    ];
    return { detail: parts.length === 0 ? 'ok' : parts.join(', '), findings: [...lint, ...unformatted] };
  },
};

const lintFindings = async (context: ToolContext): Promise<readonly Finding[]> => {
  const done = await context.run(['check', '--no-fix', '--output-format', 'json', '.']);
  if (done.code !== 0 && done.code !== 1) throw refused(done);
  const findings = JsonReader.parse(textOf(done.stdout), 'ruff', command)
    .items()
    .map((each) => lintFinding(context, each));
  if (done.code === 1 && findings.length === 0) {
    throw new Fault('AG234', { tool: 'ruff', command, reason: 'exit 1, and no finding in its report' });
  }
  return findings;
};

/** @see ruff's `--output-format json`: rows and columns are 1-based, the end column is exclusive */
const lintFinding = (context: ToolContext, each: JsonReader): Finding => {
  // Before 0.12 a syntax error has no code.
  const code = each.get('code').maybeText() ?? 'invalid-syntax';
  const fix = each.get('fix');
  const fixable = !fix.absent && fix.get('applicability').text() === 'safe';
  return toFinding(context.root, {
    tool: 'ruff',
    why,
    file: each.get('filename').text(),
    line: each.get('location').get('row').number(),
    column: each.get('location').get('column').number(),
    endLine: each.get('end_location').get('row').number(),
    endColumn: each.get('end_location').get('column').number(),
    code,
    message: each.get('message').text(),
    next: fixable ? 'autogov check --fix' : code === 'invalid-syntax' ? 'mend the syntax' : `uv run ruff rule ${code}`,
    fixable,
  });
};

const formatFindings = async (context: ToolContext, syntaxErrors: boolean): Promise<readonly Finding[]> => {
  const done = await context.run(['format', '--check', '--output-format', 'json', '.']);
  const said = textOf(done.stderr);
  if (done.code === 2 && /--output-format/.test(said)) return plainFormatFindings(context, syntaxErrors);
  if (done.code !== 0 && done.code !== 1 && !(done.code === 2 && syntaxErrors)) throw refused(done);
  const places = JsonReader.parse(textOf(done.stdout), 'ruff', 'uv run ruff format --check').items();
  const findings = places
    .filter((each) => each.get('code').maybeText() !== 'invalid-syntax')
    .map((each) => {
      const at = each.get('location');
      return unformatted(context, each.get('filename').text(), at.get('row').number(), at.get('column').number());
    });
  if (done.code === 1 && findings.length === 0) throw emptyFormat();
  return findings;
};

/** Versions of ruff whose formatter has no JSON name the files only. */
const plainFormatFindings = async (context: ToolContext, syntaxErrors: boolean): Promise<readonly Finding[]> => {
  const done = await context.run(['format', '--check', '.']);
  if (done.code !== 0 && done.code !== 1 && !(done.code === 2 && syntaxErrors)) throw refused(done);
  const files = [...textOf(done.stdout).matchAll(/^Would reformat: (.+)$/gm)].map((match) => match[1] ?? '.');
  if (done.code === 1 && files.length === 0) throw emptyFormat();
  return files.map((file) => unformatted(context, file, 1, 1));
};

const unformatted = (context: ToolContext, file: string, line: number, column: number): Finding =>
  toFinding(context.root, {
    tool: 'ruff',
    why,
    file,
    line,
    column,
    code: 'format',
    message: 'file is not formatted',
    next: 'autogov check --fix',
    fixable: true,
  });

const emptyFormat = (): Fault =>
  new Fault('AG234', {
    tool: 'ruff',
    command: 'uv run ruff format --check',
    reason: 'exit 1, and no file in its report',
  });

/** Exit 2 is ruff's for a configuration that it can't read; its own words stand after the last `cause`. */
const refused = (done: Parameters<typeof howItEnded>[0]): Fault => {
  if (done.code !== 2) return new Fault('AG233', { tool: 'ruff', command, reason: howItEnded(done) });
  const lines = textOf(done.stderr)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const reason = lines.find((line) => /^(ruff failed|error:?)$/i.test(line.trim()) === false) ?? 'exit 2';
  return new Fault('AG237', { tool: 'ruff', reason: lastLine(reason.replace(/^\s*(Cause|error): /i, '')) });
};
