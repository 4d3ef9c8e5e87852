import { Fault } from '../../faults/index.js';
import type { Finding } from '../../policy/index.js';
import { howItEnded, lastLine, textOf } from '../children.js';
import type { Tool } from '../tool.js';

const why = 'With a stale lock file the next machine resolves other versions than those that were tested.';

/**
 * `uv lock --check`: DEP002. Offline, so that the local profile needs no network: a fresh lock is proved without the index, and one whose
 * requirements would have to be resolved anew is stale either way.
 */
export const uvLock: Tool = {
  name: 'uv',
  why,
  limit: 120_000,
  judge: async (context) => {
    const done = await context.run(['lock', '--check', '--offline', '--no-progress']);
    if (done.code === 0) return { detail: 'lock fresh', findings: [] };
    const said = textOf(done.stderr);
    if (/Unable to find lockfile/i.test(said))
      return { detail: 'no lock', findings: [stale(context.uv, 'there is no uv.lock')] };
    if (/needs to be updated/.test(said))
      return { detail: 'lock stale', findings: [stale(context.uv, 'uv.lock is not what pyproject.toml asks for')] };
    if (done.code === 1 && /network was disabled/.test(said)) {
      return {
        detail: 'lock stale',
        findings: [stale(context.uv, 'uv.lock does not hold what pyproject.toml asks for')],
      };
    }
    if (done.code === 2) throw new Fault('AG237', { tool: 'uv', reason: reasonOf(said) });
    throw new Fault('AG233', { tool: 'uv', command: 'uv lock --check', reason: howItEnded(done) });
  },
};

/** uv's sentence after `error:`; the lines below it are causes and hints. */
const reasonOf = (said: string): string => lastLine(/^error: (.+)$/m.exec(said)?.[1] ?? said);

const stale = (uv: string, message: string): Finding => ({
  rule: 'uv',
  code: 'DEP002',
  severity: 'error',
  status: 'fail',
  path: 'uv.lock',
  line: 1,
  column: 1,
  message,
  why,
  next: `${uv} lock && ${uv} sync --locked`,
  fixable: false,
  key: 'stale',
});
