import { dispatch } from './commands/program.js';
import { CommanderError, envelope, type Session } from './commands/shape.js';
import { exit, Fault, showFault } from './faults/index.js';
import { createWorld, type Embedded, readFlags } from './platform/index.js';

/**
 * The composition root: builds the World, hands the command line to its command, and maps answer or fault to an exit code.
 * @param argv without program and script
 * @param embedded the files under templates/ and schemas/ where they travel inside the executable; absent: read from the package
 */
export const start = async (argv: readonly string[], embedded?: Embedded): Promise<number> => {
  const flags = readFlags(argv);
  const world = await createWorld(flags, embedded);
  const session: Session = { world, json: flags.json, quiet: flags.quiet, debug: flags.debug };
  try {
    await dispatch(session, argv);
    const done = session.answer;
    if (done === undefined) return exit.ok;
    const { command, answer } = done;
    if (flags.json) world.terminal.out(envelope(world.version, command, answer.exit, answer.faults ?? [], answer.data));
    else {
      if (!flags.quiet && answer.text !== '') world.terminal.out(answer.text);
      for (const fault of answer.faults ?? []) world.terminal.err(showFault(fault));
    }
    return answer.exit;
  } catch (error) {
    return report(session, error);
  }
};

const report = (session: Session, error: unknown): number => {
  const { world } = session;
  if (error instanceof CommanderError && error.exitCode === 0) return exit.ok;
  const fault = toFault(world.version, error);
  const code =
    session.called === 'run' && fault.exit !== exit.busy && fault.exit !== exit.interrupted ? exit.refused : fault.exit;
  if (session.json) world.terminal.out(envelope(world.version, session.called ?? '', code, [fault], {}));
  else world.terminal.err(showFault(fault));
  if (session.debug && error instanceof Error) {
    world.terminal.err(`${error.stack ?? error.message}\n`);
    if (error.cause instanceof Error) world.terminal.err(`caused by ${error.cause.stack ?? error.cause.message}\n`);
  }
  return code;
};

const toFault = (version: string, error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new Fault('AG900', { reason, version }, undefined, error);
};
