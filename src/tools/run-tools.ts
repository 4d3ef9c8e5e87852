import { join } from 'node:path';
import { type Project, parseToml } from '../config/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { mypy } from './adapters/mypy.js';
import { pytest } from './adapters/pytest.js';
import { ruff } from './adapters/ruff.js';
import { uvLock } from './adapters/uv-lock.js';
import { mustHaveEnded, toolEnvironment } from './children.js';
import { lockedEnvironment, programIn } from './environment.js';
import { lockedVersions } from './locked-versions.js';
import type { ToolName } from './names.js';
import { absentTools, fromFault, fromVerdict, type Judged, withoutProject } from './outcomes.js';
import { inParallel } from './parallel.js';
import type { Tool, ToolContext } from './tool.js';
import { callOf, findUv } from './uv/find.js';

/** Told whenever a tool starts or ends: the names of those that are running. */
export type Watch = (running: readonly string[]) => void;

/** Files that are judged in place of the work tree; the tools still are those of the project. */
export interface Copy {
  /** Absolute. */
  readonly root: string;
  /** Whether a path is judged, or only there for the others. */
  readonly counts: (path: string) => boolean;
}

const tools: Readonly<Record<ToolName, Tool>> = { uv: uvLock, ruff, mypy, pytest };

/**
 * Run the tools of the locked environment and `uv lock --check`, side by side, at most as many as there are cores.
 * A tool that gives no verdict has result `error` and a finding with that status; none is ever taken as passed.
 * @param names which tools, in the order of the summary
 * @param required names that are errors where uv.lock lacks them
 */
export const runTools = async (
  world: World,
  project: Project,
  names: readonly ToolName[],
  required: readonly string[],
  watch: Watch = () => undefined,
  copy?: Copy,
): Promise<readonly Judged[]> => {
  const chosen = names.map((name) => tools[name]);
  const root = copy?.root ?? project.root;
  const text = world.files.readText(join(root, 'pyproject.toml'));
  if (text === undefined) return withoutProject(chosen, required);
  const settings = await parseToml(text, 'pyproject.toml').catch(faultOf);
  if (settings instanceof Fault) return chosen.map((tool) => unreadable(tool, settings));
  const lock = world.files.readText(join(project.root, 'uv.lock'));
  const locked = lockedVersions(lock ?? '');
  const uv = await findUv(world, project.root);
  const call = callOf(uv);
  const environment = settled(lockedEnvironment(world, project.repository, uv));
  const programOf = async (tool: Tool): Promise<string> => {
    if (tool === uvLock) return mustBeThere(uv?.program);
    const state = await environment;
    if ('failure' in state) throw state.failure;
    return programIn(world, state.value, tool.name);
  };
  const watched = watcher(world, watch);
  const jobs = chosen
    .filter((tool) => tool === uvLock || locked.has(tool.name))
    .map((tool) => async () => {
      if (tool !== uvLock) await environment;
      const version = tool === uvLock ? uv?.version : locked.get(tool.name);
      const counts = copy === undefined ? {} : { counts: copy.counts };
      const context = { world, root, settings, locked, uv: call, ...counts };
      return watched(tool.name, () => judge(tool, version, context, programOf));
    });
  const judged = await uninterrupted(world, (isStopped) => {
    const startable = jobs.map((job) => () => {
      if (isStopped()) throw new Fault('AG238');
      return job();
    });
    return inParallel(startable, Math.max(1, world.machine.cores));
  });
  const asked = new Set<string>(names);
  const absent = [...asked, ...required].filter((name) => name !== uvLock.name && !locked.has(name));
  const advice = lock === undefined ? `${call} lock && ${call} sync --locked` : undefined;
  const rows = [...judged, ...absentTools([...new Set(absent)], required, advice)];
  const rank = (name: string): number => (asked.has(name) ? [...asked].indexOf(name) : asked.size);
  return rows.toSorted((a, b) => rank(a.outcome.tool) - rank(b.outcome.tool));
};

const faultOf = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  throw error;
};

/** The settings of every tool stand in pyproject.toml; that it does not parse is said beside what the policy found. */
const unreadable = ({ name, why }: Tool, { detail, try: advice }: Fault): Judged =>
  fromFault(
    name,
    why,
    undefined,
    new Fault('AG237', { ...detail, tool: name, reason: 'pyproject.toml does not parse' }, advice),
  );

const judge = async (
  tool: Tool,
  version: string | undefined,
  context: Omit<ToolContext, 'scratch' | 'run'>,
  programOf: (tool: Tool) => Promise<string>,
): Promise<Judged> => {
  const { world, root } = context;
  const scratch = world.files.temporaryFolder(`autogov-${tool.name}-`);
  try {
    const program = await programOf(tool);
    const run: ToolContext['run'] = async (args, env) => {
      const done = await world.processes.run({
        program,
        args,
        cwd: root,
        env: toolEnvironment(world, { UV_PYTHON_DOWNLOADS: 'never', ...env }),
        timeout: tool.limit,
      });
      mustHaveEnded(done, tool.name, `uv run ${tool.name}`, tool.limit);
      return done;
    };
    return fromVerdict(tool.name, version, await tool.judge({ ...context, scratch, run }));
  } catch (error) {
    if (error instanceof Fault) return fromFault(tool.name, tool.why, version, error);
    throw error;
  } finally {
    world.files.remove(scratch);
  }
};

/**
 * Ctrl-C ends every tool, with all that it started; nothing is concluded from what they said until then.
 * @throws Fault AG238
 */
const uninterrupted = async <T>(world: World, work: (isStopped: () => boolean) => Promise<T>): Promise<T> => {
  let stopped = false;
  const end = world.processes.onInterrupt(() => {
    stopped = true;
  });
  try {
    const done = await work(() => stopped);
    if (stopped) throw new Fault('AG238');
    return done;
  } finally {
    end();
  }
};

const watcher = (world: World, watch: Watch) => {
  const running = new Set<string>();
  return async (name: string, job: () => Promise<Judged>): Promise<Judged> => {
    running.add(name);
    watch([...running]);
    const started = world.clock.monotonic();
    const judged = await job();
    const elapsed = Number(world.clock.monotonic() - started) / 1e6;
    running.delete(name);
    watch([...running]);
    return { ...judged, outcome: { ...judged.outcome, elapsed } };
  };
};

const mustBeThere = (program: string | undefined): string => {
  if (program === undefined) throw new Fault('AG227', { tool: uvLock.name });
  return program;
};

/** One promise that several jobs wait for: its failure is each one's own, and never an unhandled rejection. */
const settled = <T>(promise: Promise<T>): Promise<{ readonly value: T } | { readonly failure: unknown }> =>
  promise.then(
    (value) => ({ value }),
    (failure: unknown) => ({ failure }),
  );
