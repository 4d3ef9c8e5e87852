/**
 * The `.scenario` format: what a user types, and what they see.
 * ```
 * # One sentence: what a user would miss if this failed
 * @ no-identity                git doesn't know who the user is
 * @ without python3            the program is not on PATH
 * @ needs go interop           left out where the program is missing (see test/setup/require.ts)
 * + notes/policy.yaml          a file to create (`+x` for an executable one); its content:
 * | version: 1
 * $ autogov check --static     a command: words as in a shell, NAME=value before it; `cd DIR` moves; no other shell feature
 * ? 1                          its exit status (0 if not said)
 * > a line of stdout           `> ...` any number of lines, `[..]` any characters, `> (none)` nothing at all
 * ! a line of stderr           the same
 * = data.summary.fail 2        a value in the JSON on stdout
 * ```
 * `[ROOT]`, `[HOME]` and `[STATE]` in commands and file contents become the real folders. Without `>` lines stdout is
 * not compared, without `!` lines stderr is not. Every `autogov` command must be followed by at least one expectation.
 */
export interface Scenario {
  readonly title: string;
  readonly identity: boolean;
  readonly without: readonly string[];
  readonly needs: readonly { readonly program: string; readonly group: string }[];
  readonly steps: readonly Step[];
}

export type Step = FileStep | CommandStep;

export interface FileStep {
  readonly kind: 'file';
  readonly path: string;
  readonly content: string;
  readonly executable: boolean;
}

export interface CommandStep {
  readonly kind: 'command';
  /** As it stands in the file, after `$ `. */
  readonly text: string;
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  readonly status: number;
  readonly stdout: readonly string[] | undefined;
  readonly stderr: readonly string[] | undefined;
  readonly values: readonly { readonly path: string; readonly json: string }[];
  /** 1-based line of the command, and of the first line after its expectations: what an update replaces. */
  readonly line: number;
  readonly end: number;
}

interface OpenCommand {
  text: string;
  line: number;
  status?: number;
  stdout?: string[];
  stderr?: string[];
  values: { path: string; json: string }[];
}

/** @throws Error with the line, for anything that is not in the format or asserts nothing */
export const parseScenario = (text: string): Scenario => {
  const steps: Step[] = [];
  const without: string[] = [];
  const needs: { program: string; group: string }[] = [];
  let title: string | undefined;
  let identity = true;
  let file: { path: string; lines: string[]; executable: boolean } | undefined;
  let command: OpenCommand | undefined;
  const close = (line: number): void => {
    if (file !== undefined) {
      const content = file.lines.map((each) => `${each}\n`).join('');
      steps.push({ kind: 'file', path: file.path, content, executable: file.executable });
    }
    if (command !== undefined) steps.push(closeCommand(command, line));
    file = undefined;
    command = undefined;
  };
  const lines = text.split('\n');
  lines.forEach((raw, index) => {
    const line = index + 1;
    const wrong = (reason: string) => new Error(`line ${line}: ${reason}: ${raw}`);
    const [mark = '', rest = ''] = [raw.slice(0, 1), raw.slice(raw[1] === ' ' ? 2 : 1)];
    if (raw === '') return;
    if (mark === '#') {
      title ??= rest;
    } else if (mark === '@') {
      const [word, ...args] = rest.split(' ');
      if (word === 'no-identity' && args.length === 0) identity = false;
      else if (word === 'without' && args.length === 1) without.push(args[0] ?? '');
      else if (word === 'needs' && args.length === 2) needs.push({ program: args[0] ?? '', group: args[1] ?? '' });
      else throw wrong('unknown setting');
    } else if (mark === '+') {
      close(line);
      const executable = raw.startsWith('+x ');
      file = { path: raw.slice(executable ? 3 : 2), lines: [], executable };
    } else if (mark === '|') {
      if (file === undefined) throw wrong('content without a file');
      file.lines.push(rest);
    } else if (mark === '$') {
      close(line);
      command = { text: rest, line, values: [] };
    } else {
      if (command === undefined) throw wrong('an expectation without a command');
      expectLine(command, mark, rest, wrong);
    }
  });
  close(lines.length + (lines.at(-1) === '' ? 0 : 1));
  if (title === undefined || title.trim() === '') throw new Error('line 1: the first line says what a user would miss');
  if (!steps.some((step) => step.kind === 'command' && isOurs(step)))
    throw new Error('the scenario has no autogov command');
  return { title, identity, without, needs, steps };
};

export const isOurs = (step: CommandStep): boolean => step.words[0] === 'autogov';

const expectLine = (command: OpenCommand, mark: string, rest: string, wrong: (reason: string) => Error): void => {
  if (mark === '?') {
    if (!/^\d+$/.test(rest) || command.status !== undefined) throw wrong('not an exit status, or a second one');
    command.status = Number(rest);
  } else if (mark === '>') {
    command.stdout = [...(command.stdout ?? []), rest];
  } else if (mark === '!') {
    command.stderr = [...(command.stderr ?? []), rest];
  } else if (mark === '=') {
    const [path = '', ...json] = rest.split(' ');
    if (path === '' || json.length === 0) throw wrong('a path and a JSON value are needed');
    command.values.push({ path, json: json.join(' ') });
  } else throw wrong('not a line of the format');
};

const closeCommand = (open: OpenCommand, end: number): CommandStep => {
  const { env, words } = splitCommand(open.text, open.line);
  const step: CommandStep = {
    kind: 'command',
    text: open.text,
    env,
    words,
    status: open.status ?? 0,
    stdout: open.stdout,
    stderr: open.stderr,
    values: open.values,
    line: open.line,
    end,
  };
  const silent = open.status === undefined && open.stdout === undefined && open.stderr === undefined;
  if (isOurs(step) && silent && open.values.length === 0) {
    throw new Error(`line ${open.line}: an autogov command without an expectation: ${open.text}`);
  }
  return step;
};

/** Words as a POSIX shell splits them, without any expansion; leading NAME=value words apart. */
export const splitCommand = (text: string, line: number): Pick<CommandStep, 'env' | 'words'> => {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (quote === "'" ? char !== "'" : char === '\\' && i + 1 < text.length) {
      word = (word ?? '') + (quote === "'" ? char : text[++i]);
    } else if (quote !== '' ? char === quote : char === "'" || char === '"') {
      quote = quote === '' ? char : '';
      word ??= '';
    } else if (quote === '' && char === ' ') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === '' && '|&;<>`$()'.includes(char)) {
      throw new Error(`line ${line}: no shell feature: ${char}`);
    } else word = (word ?? '') + char;
  }
  if (quote !== '') throw new Error(`line ${line}: a quote is not closed`);
  if (word !== undefined) words.push(word);
  const first = words.findIndex((each) => !/^[A-Za-z_]\w*=/.test(each));
  if (first < 0) throw new Error(`line ${line}: no command`);
  const env = words
    .slice(0, first)
    .map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]);
  return { env: Object.fromEntries(env), words: words.slice(first) };
};
