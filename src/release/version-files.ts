import { parseToml, type SourceDocument, setValue, valueAt } from '../config/index.js';
import { Fault } from '../faults/index.js';
import { formatPep440, parsePep440, type Version } from './version.js';

export const pyprojectPath = 'pyproject.toml';
export const lockPath = 'uv.lock';

/** @see packaging.python.org/specifications/name-normalization */
const packageName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/;

/** What pyproject.toml says about the package. */
export interface Package {
  /** As it is written; undefined where it is no name that Python packages can have. */
  readonly name: string | undefined;
  readonly version: Version;
  readonly document: SourceDocument;
}

/** @throws Fault AG603 no file, no or a dynamic version; AG140 not TOML; AG604 a version that SemVer can't say */
export const readPackage = async (bytes: Uint8Array | undefined): Promise<Package> => {
  if (bytes === undefined) throw new Fault('AG603', { reason: 'the commit has no pyproject.toml' });
  const text = decodeText(bytes, pyprojectPath);
  const document = await parseToml(text, pyprojectPath);
  const version = valueAt(document.value, '/project/version');
  const name = valueAt(document.value, '/project/name');
  const place = (pointer: string) => ({ path: pyprojectPath, ...document.locate(pointer) });
  if (typeof version !== 'string') {
    const dynamic = valueAt(document.value, '/project/dynamic');
    const reason =
      Array.isArray(dynamic) && dynamic.includes('version')
        ? 'project.version is dynamic'
        : 'there is no project.version';
    throw new Fault('AG603', { reason, ...place('/project/version') });
  }
  try {
    return {
      name: typeof name === 'string' && packageName.test(name) ? name : undefined,
      version: await parsePep440(version, pyprojectPath),
      document,
    };
  } catch (error) {
    if (error instanceof Fault) throw new Fault(error.code, { ...error.detail, ...place('/project/version') });
    throw error;
  }
};

/** The file that may hold `__version__`: that of the package named like the project, in a src layout. */
export const initPath = (name: string): string => `src/${name.toLowerCase().replace(/[-_.]+/g, '_')}/__init__.py`;

export const setPackageVersion = async (document: SourceDocument, version: Version): Promise<Uint8Array> =>
  Buffer.from(await setValue(document, '/project/version', formatPep440(version)), 'utf8');

const assignment = /^(__version__[ \t]*(?::[ \t]*(?:str|Final(?:\[str\])?)[ \t]*)?=[ \t]*)(["'])([^"'\r\n]*)\2/m;

/** The module with its `__version__ = "…"` set; undefined where it has none (or computes it, which needs no edit). */
export const setModuleVersion = (bytes: Uint8Array, version: Version): Uint8Array | undefined => {
  const text = Buffer.from(bytes).toString('latin1');
  if (!assignment.test(text)) return undefined;
  return Buffer.from(text.replace(assignment, `$1$2${formatPep440(version)}$2`), 'latin1');
};

/**
 * uv.lock with the project's own version set, every other byte kept. An edit of one line, held against uv by `uv lock --check` before
 * anything is released: `uv lock` itself would also rewrite what another uv version formats differently.
 * @returns undefined where the lock names no version of the project (a dynamic one, or none)
 */
export const setLockedVersion = (bytes: Uint8Array, name: string, version: Version): Uint8Array | undefined => {
  const text = decodeText(bytes, lockPath);
  const normal = name.toLowerCase().replace(/[-_.]+/g, '-');
  const blocks = text.split(/^(?=\[\[package\]\][ \t]*\r?$)/m);
  const own = blocks.findIndex(
    (block) =>
      block.startsWith('[[package]]') &&
      fieldOf(block, 'name') === normal &&
      /^source = \{ (?:editable|virtual|directory) = "\." \}/m.test(block),
  );
  const block = blocks[own];
  if (block === undefined || fieldOf(block, 'version') === undefined) return undefined;
  blocks[own] = block.replace(/^version = "[^"]*"/m, `version = "${formatPep440(version)}"`);
  return Buffer.from(blocks.join(''), 'utf8');
};

const fieldOf = (block: string, field: string): string | undefined =>
  new RegExp(`^${field} = "([^"]*)"`, 'm').exec(block)?.[1];

/** @throws Fault AG616 where the bytes are not UTF-8: an edit would change more than it says */
export const decodeText = (bytes: Uint8Array, path: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Fault('AG616', { path, reason: 'it is not UTF-8' });
  }
};
