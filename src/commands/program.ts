import { Fault, nearest } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { Command, CommanderError, type Session, shared } from './shape.js';
import { type Verb, verbs } from './verbs.js';

const groups: readonly Verb['group'][] = ['Everyday', 'Team', 'Audit', 'Servers'];

/**
 * Parse and carry out one command line.
 * @param argv without program and script
 * @throws Fault AG101 for an unknown command, with the nearest one
 */
export const dispatch = async (session: Session, argv: readonly string[]): Promise<void> => {
  const program = shared(new Command('autogov'))
    .description('Scaffold, check, release and run Python automations, with a signed record of every run.')
    .version(session.world.version, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ writeOut: (text) => session.world.terminal.out(text), writeErr: () => undefined })
    .helpOption('-h, --help', 'what it does, its options, examples')
    .helpCommand(false)
    .enablePositionalOptions();
  const at = commandIndex(argv);
  const name = at === undefined ? undefined : argv[at];
  session.called = name ?? '';
  const chosen = verbs.find((each) => each.name === name);
  if (name !== undefined && chosen === undefined) {
    const near = nearest(
      name,
      verbs.map((each) => each.name),
    );
    throw new Fault('AG101', { name }, near === undefined ? undefined : `did you mean: autogov ${near}`);
  }
  let called = program;
  if (chosen !== undefined) {
    mustStandSomewhere(session.world);
    const built = (await chosen.load()).default(session);
    const rest = argv.slice((at ?? 0) + 1);
    const part = built.commands.find((each) => each.name() === rest[commandIndex(rest) ?? -1]);
    if (part !== undefined) session.called = `${built.name()} ${part.name()}`;
    called = part ?? built;
    built.copyInheritedSettings(program);
    program.addCommand(built);
  } else {
    for (const group of groups) {
      for (const each of verbs.filter((one) => one.group === group)) {
        program.addCommand(new Command(each.name).description(each.summary).helpGroup(`${group}:`));
      }
    }
    program.action(() => program.outputHelp());
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError && error.exitCode !== 0 ? misuse(error, called, session.called) : error;
  }
};

/** What commander refused, as a fault that names the help to read. */
const misuse = (error: CommanderError, command: Command, called: string): Fault => {
  const parts = command.commands.map((each) => each.name());
  const help = ['autogov', called, '--help'].filter((word) => word !== '').join(' ');
  const [word] = command.args;
  if (parts.length === 0 || !/\.(?:help|unknownCommand|excessArguments)$/.test(error.code)) {
    return new Fault('AG102', { reason: error.message.replace(/^error: /, '').replaceAll('\n', ' ') }, help);
  }
  const there = parts.join(', ');
  if (word === undefined) return new Fault('AG102', { reason: `${called} needs a command: ${there}` }, help);
  const near = nearest(word, parts);
  const advice = near === undefined ? help : `did you mean: autogov ${called} ${near}`;
  return new Fault('AG102', { reason: `${called} has no command ${word}, but ${there}` }, advice);
};

/** @throws Fault AG102 for a --cwd that is no folder */
const mustStandSomewhere = ({ files, machine }: World): void => {
  const { cwd } = machine;
  if (files.stat(files.real(cwd) ?? cwd)?.kind === 'folder') return;
  throw new Fault('AG102', { path: cwd, reason: 'the folder to stand in is not there' }, 'give --cwd a folder that is');
};

/** Where the command's name stands: the first word that is neither an option nor the value of --cwd. */
const commandIndex = (argv: readonly string[]): number | undefined => {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--cwd') i++;
    else if (!word.startsWith('-')) return i;
  }
  return undefined;
};
