import { valueAt } from '../../config/index.js';
import { Fault } from '../../faults/index.js';
import type { Finding } from '../../policy/index.js';
import { howItEnded, lastLine, textOf } from '../children.js';
import { counted, toFinding } from '../findings.js';
import { JsonReader } from '../read-json.js';
import type { Tool, ToolContext } from '../tool.js';

const command = 'uv run mypy';
const why = 'A bot that fails at three in the morning fails on the type nobody checked.';

/** mypy over what its own settings name, else over src and tests. Its plugins are code of the environment. */
export const mypy: Tool = {
  name: 'mypy',
  why,
  limit: 900_000,
  judge: async (context) => {
    const done = await context.run(['--output', 'json', '--no-error-summary', '--no-pretty', ...targets(context)]);
    const stderr = textOf(done.stderr);
    if (done.code !== 0 && done.code !== 1 && done.code !== 2) {
      throw new Fault('AG233', { tool: 'mypy', command, reason: howItEnded(done) });
    }
    const lines = textOf(done.stdout)
      .split(/\r?\n/)
      .filter((line) => line !== '');
    if (done.code === 2 && !lines.every((line) => line.startsWith('{'))) throw refused(lines.join('\n'));
    const reported = lines.map((line) => remark(context, JsonReader.parse(line, 'mypy', command)));
    const errors = reported.filter((each) => each.severity === 'error');
    // Exit 2 with errors: a file that doesn't parse kept mypy from the others.
    if (done.code === 2 && errors.length === 0) throw refused(stderr);
    if ((done.code === 0) !== (errors.length === 0)) {
      throw new Fault('AG234', {
        tool: 'mypy',
        command,
        reason: `exit ${done.code} with ${counted(errors.length, 'error')}`,
      });
    }
    const blocked = done.code === 2 ? ', which kept it from checking the rest' : '';
    const detail = errors.length === 0 ? 'ok' : `${counted(errors.length, 'error')}${blocked}`;
    return { detail, findings: [...withNotes(reported), ...settingFindings(context, stderr)] };
  },
};

/** Without files, packages or modules in its settings mypy judges nothing and exits 2, so that src and tests are named. */
const targets = (context: ToolContext): readonly string[] => {
  const { files } = context.world;
  const at = (name: string) => `${context.root}/${name}`;
  const own = ['mypy.ini', '.mypy.ini', 'setup.cfg'].some((name) =>
    /^\s*(files|packages|modules)\s*=/m.test(files.readText(at(name)) ?? ''),
  );
  const set = ['files', 'packages', 'modules'].some(
    (key) => valueAt(context.settings.value, `/tool/mypy/${key}`) !== undefined,
  );
  if (own || set) return [];
  const usual = ['src', 'tests'].filter((name) => files.stat(at(name))?.kind === 'folder');
  return usual.length === 0 ? ['.'] : usual;
};

/** @see mypy's `--output json`, one object a line: columns are 0-based, but 1-based for a syntax error */
const remark = (context: ToolContext, each: JsonReader): Finding => {
  const code = each.get('code').maybeText();
  const from = code === 'syntax' ? 0 : 1;
  const column = each.get('column').number() + from;
  const endColumn = each.get('end_column').maybeNumber();
  const hint = each.get('hint').maybeText();
  return toFinding(context.root, {
    tool: 'mypy',
    why,
    file: each.get('file').text(),
    line: each.get('line').number(),
    column,
    endLine: each.get('end_line').maybeNumber(),
    endColumn: endColumn === undefined ? undefined : endColumn + from,
    code,
    severity: each.get('severity').text() === 'error' ? 'error' : 'info',
    message: [each.get('message').text(), ...(hint === undefined ? [] : hint.split('\n'))].join('; '),
    next: code === undefined ? 'mend the type' : `mend the type, or see mypy's page on ${code}`,
  });
};

/** Notes explain the error before them on the same line; those that stand alone (reveal_type) stay information. */
const withNotes = (findings: readonly Finding[]): readonly Finding[] => {
  const merged: Finding[] = [];
  for (const each of findings) {
    const last = merged.at(-1);
    const explains =
      each.severity === 'info' && last?.severity === 'error' && last.path === each.path && last.line === each.line;
    if (explains) merged[merged.length - 1] = { ...last, message: `${last.message}; ${each.message}` };
    else merged.push(each);
  }
  return merged;
};

/** A misspelt setting switches a check off; mypy says so on stderr and passes. */
const settingFindings = (context: ToolContext, stderr: string): readonly Finding[] =>
  [...stderr.matchAll(/^(\S+\.(?:toml|ini|cfg)): \[([^\]]+)\]: (.+)$/gm)].map(
    ([, file = '', section = '', message = '']) => {
      const place = file === 'pyproject.toml' ? context.settings.locate('/tool/mypy') : undefined;
      return toFinding(context.root, {
        tool: 'mypy',
        why,
        file,
        line: place?.line,
        column: place?.column,
        code: 'settings',
        severity: 'warning',
        message: `[${section}] ${message}`,
        next: 'correct the setting',
      });
    },
  );

const refused = (said: string): Fault => {
  const crash = /INTERNAL ERROR/.test(said);
  if (crash) return new Fault('AG233', { tool: 'mypy', reason: 'internal error', command: 'uv run mypy' });
  return new Fault('AG237', { tool: 'mypy', reason: lastLine(said).replace(/^(mypy: )?error: /, '') || 'exit 2' });
};
