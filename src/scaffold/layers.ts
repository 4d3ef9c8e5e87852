import { parseYaml, type Template, validate } from '../config/index.js';
import { sha256 } from '../evidence/index.js';
import { Fault, nearest } from '../faults/index.js';
import type { World } from '../ports/index.js';

/** One layer as it was read: its description and the text of every file below files/. */
export interface Layer {
  readonly id: string;
  readonly template: Template;
  /** By path below files/. */
  readonly sources: ReadonlyMap<string, string>;
  /** SHA-256 over template.yaml and every source, hex. */
  readonly digest: string;
}

/** The parts of a repository that are chosen by an answer: `kind` and `ci`, each a folder of layers. */
export const choices = [
  { name: 'kind', ask: 'What it is', default: 'data-etl', optional: false },
  { name: 'ci', ask: 'Where its CI runs', default: 'github', optional: true },
] as const;

export const noLayer = 'none';

/**
 * Layers that could be chosen for `kind` or `ci`, by their short name, with their titles.
 * @returns sorted by name; `none` last where nothing may be chosen
 */
export const listChoices = async (
  world: Pick<World, 'assets'>,
  part: (typeof choices)[number],
): Promise<readonly { readonly value: string; readonly label: string }[]> => {
  const found: { value: string; label: string }[] = [];
  for (const path of await world.assets.list(`templates/${part.name}`)) {
    const name = /^templates\/[^/]+\/([^/]+)\/template\.yaml$/.exec(path)?.[1];
    if (name !== undefined) found.push({ value: name, label: name });
  }
  return part.optional ? [...found, { value: noLayer, label: noLayer }] : found;
};

/** The ids of the layers that these answers choose, in the order in which they compose. */
export const chosenLayers = (answers: Readonly<Record<string, unknown>>): readonly string[] => [
  'base',
  ...choices.map(({ name }) => `${name}/${String(answers[name])}`).filter((id) => !id.endsWith(`/${noLayer}`)),
];

/** What `npm run gen` makes of a bundled layer's template.yaml: parsed, held to its schema and its files, with its digest. */
export interface CompiledLayer {
  readonly digest: string;
  readonly template: Template;
}

const compiledPath = (id: string): string => `templates/${id}/template.gen.json`;

/**
 * A layer that travels with autogov. What was compiled when autogov was built is not judged again; a layer without that is.
 * @throws Fault AG505 as compileLayer; AG507 if there is no such layer
 */
export const readLayer = async (world: Pick<World, 'assets'>, id: string): Promise<Layer> => {
  const compiled = await world.assets.read(compiledPath(id));
  if (compiled === undefined) return await compileLayer(world, id);
  const { digest, template } = JSON.parse(compiled) as CompiledLayer;
  const sources = new Map<string, string>();
  for (const file of template.files) {
    const source = file.from ?? file.path;
    sources.set(source, (await world.assets.read(`templates/${id}/files/${source}`)) ?? '');
  }
  return { id, template, sources, digest };
};

/**
 * Parse and judge a layer.
 * @throws Fault AG140–AG143 or AG505 if template.yaml is not what the schema demands, names a source that is not there, or leaves one
 *   out; AG507 if there is no such layer
 */
export const compileLayer = async (world: Pick<World, 'assets'>, id: string): Promise<Layer> => {
  const folder = `templates/${id}`;
  const path = `${folder}/template.yaml`;
  const text = await world.assets.read(path);
  if (text === undefined) throw await unknownLayer(world, id);
  const template = await validate('template', await parseYaml(text, path));
  const wrong = (reason: string): Fault => new Fault('AG505', { layer: id, reason, path });
  if (template.layer !== id) throw wrong(`it calls itself ${template.layer}`);
  const prefix = `${folder}/files/`;
  const sources = new Map<string, string>();
  for (const asset of await world.assets.list(`${folder}/files`)) {
    const content = await world.assets.read(asset);
    if (content !== undefined) sources.set(asset.slice(prefix.length), content);
  }
  const named = new Set(template.files.map((file) => file.from ?? file.path));
  const absent = [...named].find((source) => !sources.has(source));
  if (absent !== undefined) throw wrong(`there is no files/${absent}`);
  const idle = [...sources.keys()].find((source) => !named.has(source));
  if (idle !== undefined) throw wrong(`no entry uses files/${idle}`);
  const lines = [...sources].map(([source, content]) => `${sha256(Buffer.from(content))}  ${source}\n`);
  const digest = sha256(Buffer.from(`${sha256(Buffer.from(text))}  template.yaml\n${lines.sort().join('')}`));
  return { id, template, sources, digest };
};

/** Fault AG507 with the nearest layer. */
export const unknownLayer = async (world: Pick<World, 'assets'>, id: string): Promise<Fault> => {
  const [part = '', name = ''] = [id.split('/')[0], id.slice(id.indexOf('/') + 1)];
  const choice = choices.find((each) => each.name === part);
  const known = choice === undefined ? [] : (await listChoices(world, choice)).map((each) => each.value);
  const near = nearest(name, known);
  const advice = near === undefined ? undefined : `did you mean: --set ${part}=${near}`;
  return new Fault('AG507', { layer: id, known: known.join(', ') }, advice);
};
