import { Command, CommanderError } from 'commander';
import { escapeJson, exit, type Fault, faultData } from '../faults/index.js';
import type { World } from '../ports/index.js';

/** What a command hands back: the exit code, the object for --json, the text for people. */
export interface Answer {
  readonly exit: number;
  /** The `data` of the JSON object; held to schemas/<command>.schema.json by the tests. */
  readonly data: unknown;
  /** For people, on stdout; ends with a line feed unless empty. */
  readonly text: string;
  /** Faults that did not stop the command. */
  readonly faults?: readonly Fault[];
}

/** One invocation: the world, the options that every command has, and where its answer goes. */
export interface Session {
  readonly world: World;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** The command in full, e.g. `audit verify`, as soon as it is known; for the object of a failed call. */
  called?: string;
  /** Set by the action that ran; read by main. */
  answer?: { readonly command: string; readonly answer: Answer };
}

export type Build = (session: Session) => Command;

/** A commander command with the options that all commands share, and errors that become faults instead of exits. */
export const verb = (name: string, summary: string): Command =>
  shared(new Command(name).description(summary))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .helpOption('-h, --help', 'what it does, its options, examples')
    .helpCommand(false);

export const shared = (command: Command): Command =>
  command
    .option('--json', 'one JSON object on stdout instead of text')
    .option('--quiet', 'no text, only faults and the exit code')
    .option('--cwd <dir>', 'stand in this folder')
    .option('--no-color', 'no colours (also: NO_COLOR)')
    .option('--debug', 'show a trace with an unexpected error');

/** Examples under --help; each line is a command that a test runs. */
export const examples = (command: Command, lines: readonly string[]): Command =>
  command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);

/**
 * Bind an action: what it answers is kept for main, because commander discards it.
 * @param name the full name as it stands in the JSON, e.g. `audit verify`
 */
export const answers =
  <A extends unknown[]>(session: Session, name: string, body: (...args: A) => Promise<Answer>) =>
  async (...args: A): Promise<void> => {
    session.answer = { command: name, answer: await body(...args) };
  };

/** The one object that `--json` prints, also when the command failed. */
export const envelope = (
  version: string,
  command: string,
  code: number,
  faults: readonly Fault[],
  data: unknown,
): string =>
  `${escapeJson(JSON.stringify({ autogov: version, command, exit: code, faults: faults.map(faultData), data }))}\n`;

export { Command, CommanderError, exit };
