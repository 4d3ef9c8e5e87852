import { Fault } from '../faults/index.js';
import type { Completed, World } from '../ports/index.js';
import { toolEnvironment, type Uv } from '../tools/index.js';

/** Resolving and downloading over a slow line. */
const limit = 1_800_000;

/**
 * Run one uv command in a repository.
 * @throws Fault AG511 where the index is out of reach, AG221 where its certificate is refused, AG508 for any other end but exit 0
 */
export const runUv = async (world: World, uv: Uv, folder: string, args: readonly string[]): Promise<void> => {
  const done = await world.processes.run({
    program: uv.program,
    args: [...args, '--no-progress', '--project', folder],
    cwd: folder,
    env: toolEnvironment(world),
    timeout: limit,
  });
  if (done.code !== 0) throw uvFault(args[0] ?? '', done);
};

/** What uv's failure means, from the words that uv itself uses; the certificate first, because it too is a failed connection. */
export const uvFault = (command: string, done: Completed): Fault => {
  if (done.failure !== undefined) return new Fault('AG214', { program: 'uv', reason: done.failure });
  if (done.timedOut) return new Fault('AG508', { command, reason: `it did not end within ${limit / 60_000} minutes` });
  const said = new TextDecoder().decode(done.stderr);
  if (/invalid peer certificate|UnknownIssuer|CERTIFICATE_VERIFY_FAILED/i.test(said)) return new Fault('AG221');
  const reason = reasonOf(said);
  if (unreachable.test(said)) return new Fault('AG511', { reason });
  return new Fault('AG508', { command, reason: done.signal === undefined ? reason : `ended by ${done.signal}` });
};

const unreachable =
  /dns error|failed to lookup address|error trying to connect|Connection refused|Network is unreachable|network (connectivity is|was) disabled|operation timed out|tunnel error|client error \(Connect\)/i;

/** uv tells from the outside in, one cause a line; the innermost says most. Credentials inside of addresses are left out. */
const reasonOf = (said: string): string => {
  const lines = said
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/^[\s×╰─▶├│]+/, '')
        .replace(/^(error|warning|cause|caused by|hint): /i, '')
        .trim(),
    )
    .filter((line) => line !== '' && !/^(Using|Resolved|Creating|Installed|Prepared)\b/.test(line));
  const last = lines.at(-1) ?? 'no reason given';
  return last.replace(/(\w:\/\/)[^/@\s]*@/g, '$1').slice(0, 300);
};
