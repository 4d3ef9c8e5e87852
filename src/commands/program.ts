import { Fault, nearest } from '../faults/index.js';
import { Command, type Session, shared } from './shape.js';
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
    .helpCommand(false)
    .enablePositionalOptions();
  const at = commandIndex(argv);
  const name = at === undefined ? undefined : argv[at];
  const chosen = verbs.find((each) => each.name === name);
  if (name !== undefined && chosen === undefined) {
    const near = nearest(
      name,
      verbs.map((each) => each.name),
    );
    throw new Fault('AG101', { name }, near === undefined ? undefined : `did you mean: autogov ${near}`);
  }
  if (chosen !== undefined) {
    const built = (await chosen.load()).default(session);
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
  await program.parseAsync([...argv], { from: 'user' });
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
