import { dirname, join, relative } from 'node:path';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { parseJson, parseYaml } from './documents/index.js';
import type { Defaults } from './schemas.gen.js';
import { validate } from './validate.js';

const names = ['.autogovrc', '.autogovrc.yaml', '.autogovrc.yml', '.autogovrc.json'];
const userNames = ['config.yaml', 'config.yml', 'config.json'];

/**
 * What the organisation and the user have settled for new repositories. Data only: nothing that is found is run.
 * Looked for in this order, the later wins key by key: autogov's own configuration folder, the file that AUTOGOV_DEFAULTS names, the
 * nearest .autogovrc of the folders above (below the home folder only: elsewhere they may be anybody's).
 * @param folder absolute; the search begins above it
 * @throws Fault AG140–AG143 with line and column; AG211 if AUTOGOV_DEFAULTS names no file
 */
export const readDefaults = async (world: World, folder: string): Promise<NonNullable<Defaults['init']>> => {
  const { files, machine } = world;
  const isFile = (path: string): boolean => files.stat(path)?.kind === 'file';
  const user = userNames.map((name) => join(machine.folders.config, name)).find(isFile);
  const named = machine.env['AUTOGOV_DEFAULTS'] || undefined;
  if (named !== undefined && !isFile(named)) {
    throw new Fault(
      'AG211',
      { path: named, reason: 'AUTOGOV_DEFAULTS names no file' },
      'correct or unset AUTOGOV_DEFAULTS',
    );
  }
  const above = foldersAbove(folder, machine.home)
    .flatMap((each) => names.map((name) => join(each, name)))
    .find(isFile);
  const found = [user, named, above].filter((path) => path !== undefined);
  if (found.length === 0) return {};
  const merged: NonNullable<Defaults['init']> = {};
  for (const path of found) Object.assign(merged, (await loadDefaults(path)).init);
  return merged;
};

/** From the parent up to the home folder; empty where the folder is not below it. */
const foldersAbove = (folder: string, home: string): string[] => {
  const way = relative(home, folder);
  if (way === '' || way.startsWith('..') || way.includes(':')) return [];
  const found: string[] = [];
  for (let here = dirname(folder); ; here = dirname(here)) {
    found.push(here);
    if (here === home || dirname(here) === here) return found;
  }
};

/** What is used of cosmiconfig's explorer. */
interface Explorer {
  load(path: string): Promise<{ readonly config: unknown; readonly isEmpty?: boolean } | null>;
}

/**
 * cosmiconfig's public entry would first look for a configuration of its own in the current folder, `.config/config.js` among others, and
 * run it. Its explorer alone does not, and with these loaders it knows no file that is code.
 */
const loadDefaults = async (path: string): Promise<Defaults> => {
  const loaded: unknown = await import('cosmiconfig/dist/Explorer.js');
  const { Explorer } = ('default' in Object(loaded) ? (loaded as { default: unknown }).default : loaded) as {
    Explorer: new (options: unknown) => Explorer;
  };
  const yaml = async (file: string, text: string) => validate('defaults', await parseYaml(text, file));
  const json = async (file: string, text: string) => validate('defaults', await parseJson(text, file));
  const explorer = new Explorer({
    moduleName: 'autogov',
    searchPlaces: names,
    ignoreEmptySearchPlaces: true,
    loaders: { '.yaml': yaml, '.yml': yaml, '.json': json, noExt: yaml },
    transform: (result: unknown) => result,
    cache: false,
    metaConfigFilePath: null,
    mergeImportArrays: true,
    mergeSearchPlaces: true,
    searchStrategy: 'none',
  });
  const result = await explorer.load(path);
  return result === null || result.isEmpty === true ? {} : (result.config as Defaults);
};
