import {
  type Authority,
  type AuthorityQuestion,
  type FoundLog,
  findLog,
  findLogs,
  judgeByAccess,
} from '../audit/index.js';
import { exit, Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';

/**
 * The log that a user means, and the repository that they stand in, if any.
 * @param which id or folder; undefined: the log of this project, or the only one where there is no project here
 */
export const findAuditLog = async (
  world: World,
  which: string | undefined,
  vkey?: string,
): Promise<{ readonly log: FoundLog; readonly root: string | undefined }> => {
  const root = world.git.repository(world.machine.cwd)?.root;
  if (which !== undefined) return { log: findLog(world, which, undefined, vkey), root };
  const project = root === undefined ? undefined : await projectOf(world, root);
  if (project !== undefined) return { log: findLog(world, undefined, project, vkey), root };
  const [only, ...more] = findLogs(world);
  if (only === undefined) throw new Fault('AG404', { which: 'on this machine yet' });
  if (more.length === 0) return { log: findLog(world, only.id, undefined, vkey), root };
  const ids = [only, ...more].map((log) => log.id.slice(0, 8)).join(', ');
  throw new Fault(
    'AG404',
    { which: `is meant by standing here; there are ${ids}` },
    'name one: autogov audit verify ID',
  );
};

/** The project id of the manifest; undefined where there is no manifest. */
const projectOf = async (world: World, root: string): Promise<string | undefined> => {
  const { readManifest } = await import('../runs/index.js');
  try {
    return (await readManifest(world, root)).project.id;
  } catch (error) {
    if (error instanceof Fault && error.code === 'AG144') return undefined;
    throw error;
  }
};

export interface FoundJudge {
  readonly judge: (question: AuthorityQuestion) => Authority;
}

/**
 * Who may sign what, by the access chain of the repository that the log is of; empty where the user stands elsewhere.
 * A chain that is not sound judges nothing, and its fault goes along.
 */
export const readJudge = async (
  world: World,
  log: FoundLog,
  root: string | undefined,
): Promise<FoundJudge | { readonly fault: Fault } | Record<string, never>> => {
  if (root === undefined || log.project === undefined) return {};
  const { readAccess } = await import('../access/index.js');
  try {
    const access = await readAccess(world, root);
    return access?.project === log.project ? { judge: judgeByAccess(access) } : {};
  } catch (error) {
    if (error instanceof Fault && error.exit === exit.trust) return { fault: error };
    throw error;
  }
};
