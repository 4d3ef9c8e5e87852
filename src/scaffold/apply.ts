import { dirname } from 'node:path';
import { foundAccess, linkDigest, obtainSigner, pinAccess, trustFolder } from '../access/index.js';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Step, World } from '../ports/index.js';
import type { Uv } from '../tools/index.js';
import type { Scaffolded, ScaffoldPlan } from './model.js';
import { openStage, publishStage, type Stage, takeFolder, undoStage, writeTree } from './stage.js';

interface Work {
  stage?: Stage;
  uv?: Uv;
  signer?: { readonly name: string; readonly said?: string };
  access?: string;
  commit?: string | undefined;
}

type Run = Step<Work>['run'];

/** @see applyScaffold of the door */
export const applyScaffold = async (world: World, plan: ScaffoldPlan): Promise<Scaffolded> => {
  const release = await takeFolder(world, plan.folder);
  let stopped = false;
  const ignore = world.processes.onInterrupt(() => {
    stopped = true;
  });
  const work: Work = {};
  const parents = missingParents(world, plan.folder);
  try {
    const steps = stepsOf(world, plan).map(({ title, run }) => ({
      title,
      run: async (context: Work, say: (detail: string) => void) => {
        await run(context, say);
        // Signals are events: they are seen only when the loop has turned.
        await new Promise((next) => setImmediate(next));
        if (stopped) throw new Fault('AG131');
      },
    }));
    // The few files are there before a progress line could be read, and drawing one costs more than writing them.
    if (plan.install) await world.terminal.steps(steps, work);
    else for (const step of steps) await step.run(work, () => undefined);
    const { access = '', commit = '', signer, uv } = work;
    pinAccess(world, String(plan.answers['project_id']), access);
    trustFolder(world, plan.folder);
    return {
      commit,
      access,
      signer: signer?.name ?? '',
      ...(signer?.said === undefined ? {} : { said: signer.said }),
      ...(uv === undefined ? {} : { uv: { version: uv.version, origin: uv.origin } }),
    };
  } catch (error) {
    if (work.stage !== undefined) undoStage(world, work.stage, ['.venv']);
    for (const parent of parents) if (world.files.list(parent).length === 0) world.files.remove(parent);
    throw stopped ? new Fault('AG131', {}, undefined, error) : error;
  } finally {
    ignore();
    release();
  }
};

const stepsOf = (world: World, plan: ScaffoldPlan): { readonly title: string; readonly run: Run }[] => {
  const staged = (work: Work): Stage => work.stage as Stage;
  const write: Run = async (work) => {
    work.stage = openStage(world, plan);
    const own = await obtainSigner(knownAs(world, plan.email));
    work.signer = {
      name: `${own.principal} ${own.signer.keyId}`,
      ...(own.said === undefined ? {} : { said: own.said }),
    };
    const policy = plan.contents.get('.autogov/policy.yaml');
    const access = await foundAccess(world, {
      project: String(plan.answers['project_id']),
      own,
      policyDigest: policy === undefined ? null : sha256(Buffer.from(policy)),
    });
    work.access = linkDigest(access.at(-1)?.content ?? '');
    writeTree(world, staged(work).tree, [
      ...plan.contents,
      ...access.map((file) => [file.path, file.content] as const),
    ]);
  };
  const uv: Run = async (work, say) => {
    const { obtainUv } = await import('../tools/index.js');
    work.uv = await obtainUv(world, say, plan.folder);
  };
  const inUv =
    (args: readonly string[], where: (work: Work) => string): Run =>
    async (work) => {
      const { runUv } = await import('./environment.js');
      await runUv(world, work.uv as Uv, where(work), args);
    };
  const commit: Run = async (work) => {
    const stage = staged(work);
    const message = `chore: scaffold with autogov ${world.version}\n`;
    if (stage.state === 'git') {
      work.commit = await publishStage(world, stage, message);
      return;
    }
    work.commit = await world.git.create(stage.tree, String(plan.answers['branch'])).commit(message);
    await publishStage(world, stage, message);
  };
  const writing = { title: `write ${plan.contents.size} files`, run: write };
  const done = { title: 'commit', run: commit };
  if (!plan.install) return [writing, done];
  return [
    writing,
    { title: 'find uv', run: uv },
    { title: 'lock the packages', run: inUv(['lock'], (work) => staged(work).tree) },
    done,
    { title: 'install the environment', run: inUv(['sync', '--locked'], () => plan.folder) },
  ];
};

/** git has said who commits; the key's owner need not be asked for again in a process of its own. */
const knownAs = (world: World, email: string | undefined): World => {
  if (email === undefined) return world;
  const machine = Object.create(world.machine, { env: { value: { ...world.machine.env, GIT_AUTHOR_EMAIL: email } } });
  return { ...world, machine };
};

/** Folders above the new one that don't exist yet, innermost first: they go again if init fails. */
const missingParents = (world: World, folder: string): string[] => {
  const found: string[] = [];
  for (
    let here = dirname(folder);
    world.files.stat(here) === undefined && dirname(here) !== here;
    here = dirname(here)
  ) {
    found.push(here);
  }
  return found;
};
