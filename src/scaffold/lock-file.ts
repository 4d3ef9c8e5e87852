import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { type Lock, parseJson, validate } from '../config/index.js';
import { sha256 } from '../evidence/index.js';
import type { World } from '../ports/index.js';
import type { RenderedFile } from './compose.js';
import type { Layer } from './layers.js';
import type { Answers } from './model.js';

export const lockPath = '.autogov/lock.json';

/** Text of .autogov/lock.json; the same input gives the same bytes. */
export const formatLock = (
  version: string,
  layers: readonly Layer[],
  answers: Answers,
  files: readonly RenderedFile[],
): string => {
  const rendered = Object.fromEntries(files.map((file) => [file.path, file.content]));
  const base = brotliCompressSync(JSON.stringify(rendered), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
  }).toString('base64');
  const lock: Lock = {
    version: 1,
    template: {
      source: 'autogov:bundled',
      version,
      digest: sha256(Buffer.from(layers.map((layer) => `${layer.digest}  ${layer.id}\n`).join(''))),
      layers: layers.map((layer) => ({ layer: layer.id, version: layer.template.version, digest: layer.digest })),
    },
    answers: { ...answers },
    files: files.map(({ path, layer, ownership, digest }) => ({ path, layer, ownership, digest })),
    base: base.match(/.{1,120}/g) ?? [],
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
};

/**
 * The lock of a repository.
 * @param root absolute path of its top folder
 * @returns undefined if there is none
 * @throws Fault AG140–AG143 if it is not what autogov wrote
 */
export const readLock = async (world: World, root: string): Promise<Lock | undefined> => {
  const text = world.files.readText(`${root}/${lockPath}`);
  return text === undefined ? undefined : await validate('lock', await parseJson(text, lockPath));
};

/** The files as they were rendered when the lock was written, by path. */
export const baseRenders = (lock: Lock): Readonly<Record<string, string>> =>
  JSON.parse(brotliDecompressSync(Buffer.from(lock.base.join(''), 'base64')).toString('utf8'));
