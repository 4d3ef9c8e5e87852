import { dirname, join, relative, resolve } from 'node:path';
import { type Project, parseYaml, removeValue, setValue, valueAt } from '../config/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';

/** One file of the plan. Paths are from the root where the file is inside of it, else absolute. */
export interface HookFile {
  readonly path: string;
  readonly action: 'create' | 'change' | 'remove' | 'keep';
  /** The whole text afterwards; null where the file goes. */
  readonly content: string | null;
}

export interface HookPlan {
  readonly files: readonly HookFile[];
  /** What a person has to do for git to call it; undefined where nothing is left to do. */
  readonly left: string | undefined;
}

const configName = '.pre-commit-config.yaml';
const marker = '# Written by `autogov hooks install`; removed by `autogov hooks uninstall`.';

/**
 * An entry for prek or pre-commit where the repository has their configuration, else git's own hook. Nothing is written.
 * @throws Fault AG240 for a hook that is not autogov's, AG241 where git is told to look for hooks elsewhere
 */
export const planHooks = async (world: World, project: Project): Promise<HookPlan> => {
  const config = await readConfig(world, project);
  if (config !== undefined) {
    const { found, document, text } = config;
    const path = configName;
    const after = found === undefined ? await setValue(document, `/repos/${config.count}`, entry) : text;
    const action = found === undefined ? 'change' : 'keep';
    return { files: [{ path, action, content: after }], left: 'prek install, or: pre-commit install' };
  }
  const { at, shown } = gitHook(project);
  const before = textAt(world, at, shown);
  const content = script(world.machine.self);
  if (before !== undefined && !isOurs(before)) throw notOurs(shown);
  const action = before === undefined ? 'create' : before === content ? 'keep' : 'change';
  return { files: [{ path: shown, action, content }], left: undefined };
};

/** What takes out again what `planHooks` puts in, and nothing else. @throws Fault AG240, AG241 */
export const planRemoval = async (world: World, project: Project): Promise<HookPlan> => {
  const files: HookFile[] = [];
  const config = await readConfig(world, project);
  if (config?.found !== undefined)
    files.push({ path: configName, action: 'change', content: await removeValue(config.document, config.found) });
  const hook = ownHooksFolder(project) ? gitHook(project) : undefined;
  const text = hook === undefined ? undefined : textAt(world, hook.at, hook.shown);
  if (hook !== undefined && text !== undefined && isOurs(text))
    files.push({ path: hook.shown, action: 'remove', content: null });
  return { files, left: undefined };
};

/** Write a plan. Only what it says to create, change or remove is touched. */
export const applyHooks = (world: World, project: Project, plan: HookPlan): void => {
  const { files } = world;
  for (const { path, action, content } of plan.files) {
    const at = resolve(project.root, path);
    if (action === 'remove' || content === null) files.remove(at);
    else if (action !== 'keep') {
      files.makeFolder(dirname(at));
      if (path === configName) files.writeAtomic(at, content, files.stat(at)?.mode);
      else files.writeAtomic(at, content, 0o755);
    }
  }
};

/** As prek and pre-commit read it: one local hook that is called once, without file names. */
const entry = {
  repo: 'local',
  hooks: [
    {
      id: 'autogov',
      name: 'autogov check --staged',
      entry: 'autogov check --staged',
      language: 'system',
      pass_filenames: false,
      always_run: true,
    },
  ],
};

const readConfig = async (world: World, project: Project) => {
  const text = textAt(world, join(project.root, configName), configName);
  if (text === undefined) return undefined;
  const document = await parseYaml(text, configName);
  const repos = valueAt(document.value, '/repos');
  if (!Array.isArray(repos)) throw new Fault('AG242', { path: configName, ...document.locate('') });
  let found: string | undefined;
  repos.forEach((repo: unknown, i) => {
    const hooks = valueAt(repo, '/hooks');
    if (!Array.isArray(hooks)) return;
    hooks.forEach((hook: unknown, k) => {
      if (valueAt(hook, '/id') !== 'autogov') return;
      const at = `/repos/${i}/hooks/${k}`;
      if (valueAt(hook, '/entry') !== entry.hooks[0]?.entry)
        throw new Fault('AG240', { path: configName, ...document.locate(at) });
      found = hooks.length === 1 ? `/repos/${i}` : at;
    });
  });
  return { document, text, count: repos.length, found };
};

/** Where git looks for hooks. A folder that the configuration names belongs to whoever named it. */
const ownHooksFolder = ({ repository }: Project): boolean => {
  const named = repository.config('core.hooksPath');
  return named === undefined || named === '';
};

const gitHook = (project: Project): { readonly at: string; readonly shown: string } => {
  const { repository, root } = project;
  if (!ownHooksFolder(project)) throw new Fault('AG241', { folder: repository.config('core.hooksPath') ?? '' });
  const common = repository.text(['rev-parse', '--git-common-dir']).replace(/\r?\n$/, '');
  const at = join(resolve(root, common), 'hooks', 'pre-commit');
  const inside = relative(root, at);
  return { at, shown: inside.startsWith('..') ? at : inside.replaceAll('\\', '/') };
};

/** @throws Fault AG240 for what is no regular file: nothing is written through a link */
const textAt = (world: World, at: string, shown: string): string | undefined => {
  const found = world.files.stat(at);
  if (found === undefined) return undefined;
  if (found.kind !== 'file') throw notOurs(shown);
  return world.files.readText(at);
};

const notOurs = (path: string): Fault => new Fault('AG240', { path });

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

const called = 'if command -v autogov >/dev/null 2>&1; then exec autogov check --staged; fi';

/** The autogov on PATH; an editor that commits may have another PATH, so the one that wrote this comes second. */
const script = (self: readonly string[]): string =>
  `#!/bin/sh\n${marker}\n${called}\nexec ${self.map(quoted).join(' ')} check --staged\n`;

/** Exactly what autogov writes, for any place of autogov: one more line, and it is a person's. */
const isOurs = (text: string): boolean =>
  text.startsWith(`#!/bin/sh\n${marker}\n${called}\nexec '`) &&
  text.endsWith("' check --staged\n") &&
  text.split('\n').length === 5;
