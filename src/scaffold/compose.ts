import type { TemplateFile } from '../config/index.js';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Context, Render } from './engine.js';
import type { Layer } from './layers.js';
import { collision, pathProblem } from './paths.js';

/** One file as the layers make it. */
export interface RenderedFile {
  readonly path: string;
  readonly content: string;
  /** SHA-256 of the content as UTF-8, hex. */
  readonly digest: string;
  /** The layer that wrote it; regions of other layers may stand inside. */
  readonly layer: string;
  readonly ownership: 'managed' | 'merged' | 'seed';
  /** Layers that filled a region of it. */
  readonly filledBy: readonly string[];
}

interface Draft extends Omit<RenderedFile, 'digest'> {
  readonly filledBy: string[];
}

/**
 * Render every file of every layer, in order, into one tree.
 * @returns sorted by path
 * @throws Fault AG505 for a path that is not allowed, two layers at one path without `replaces`, or a region that is not there
 */
export const composeLayers = (layers: readonly Layer[], context: Context, render: Render): readonly RenderedFile[] => {
  const drafts = new Map<string, Draft>();
  for (const layer of layers) {
    for (const file of layer.template.files) {
      if (applies(file, context)) place(drafts, layer, file, context, render);
    }
  }
  const paths = [...drafts.keys()].sort();
  const clash = collision(paths);
  if (clash !== undefined) throw new Fault('AG505', { layer: layers.at(-1)?.id ?? '', reason: clash });
  return paths.map((path) => {
    const draft = drafts.get(path) as Draft;
    return { ...draft, digest: sha256(Buffer.from(draft.content)) };
  });
};

const applies = (file: TemplateFile, context: Context): boolean =>
  Object.entries(file.when ?? {}).every(([name, value]) => Object.hasOwn(context, name) && context[name] === value);

const place = (
  drafts: Map<string, Draft>,
  layer: Layer,
  file: TemplateFile,
  context: Context,
  render: Render,
): void => {
  const source = `templates/${layer.id}/files/${file.from ?? file.path}`;
  const path = render(file.path, context, layer.id, `templates/${layer.id}/template.yaml`);
  const wrong = (reason: string): Fault => new Fault('AG505', { layer: layer.id, reason: `${path} ${reason}` });
  const problem = pathProblem(path);
  if (problem !== undefined) throw wrong(problem);
  const content = render(layer.sources.get(file.from ?? file.path) ?? '', context, layer.id, source);
  const before = drafts.get(path);
  if (file.ownership === 'region') {
    if (before === undefined) throw wrong('is not written by an earlier layer, so it has no regions');
    const filled = fillRegion(before.content, file.region ?? '', content);
    if (filled === undefined) throw wrong(`has no empty region ${file.region ?? ''}`);
    before.filledBy.push(layer.id);
    drafts.set(path, { ...before, content: filled });
    return;
  }
  if (before !== undefined && file.replaces !== true) throw wrong(`is already written by ${before.layer}`);
  drafts.set(path, { path, content, layer: layer.id, ownership: file.ownership, filledBy: [] });
};

/**
 * Put text between the lines that hold `autogov:begin NAME` and `autogov:end NAME`, in whatever comment they stand.
 * @returns undefined if the two lines don't follow each other directly
 */
export const fillRegion = (text: string, name: string, content: string): string | undefined => {
  const lines = text.split('\n');
  const has = (line: string | undefined, word: string): boolean =>
    line?.match(/autogov:(?:begin|end) [a-z][a-z0-9-]*/)?.[0] === `autogov:${word} ${name}`;
  const at = lines.findIndex((line, i) => has(line, 'begin') && has(lines[i + 1], 'end'));
  if (at < 0) return undefined;
  lines.splice(at + 1, 0, content.replace(/\n$/, ''));
  return lines.join('\n');
};
