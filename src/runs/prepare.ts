import { join } from 'node:path';
import {
  type Access,
  acceptAccess,
  findSigner,
  judge,
  obtainSigner,
  policyPath,
  readAccess,
  trustFolder,
} from '../access/index.js';
import { findProject } from '../config/index.js';
import { newId, sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { parseDuration } from './duration.js';
import { findEntrypoint } from './entrypoint.js';
import { childEnvironment } from './environment.js';
import { findAutomation, type ReadManifest, readCachedManifest, readManifestBytes } from './manifest.js';
import type { Mode, PreparedRun, RunRequest } from './model.js';
import { observe } from './observed.js';

/** What decides whether a run may begin, read from the disk. */
export interface Opening extends Pick<PreparedRun, 'mode' | 'root' | 'repository' | 'manifest' | 'automation'> {
  readonly manifestDigest: string;
}

/** Find the automation and the mode. @throws Fault AG301, AG144, AG14x, AG311 */
export const openRun = async (world: World, request: RunRequest): Promise<Opening> => {
  const { root, repository } = findProject(world);
  const modeOf = ({ manifest }: ReadManifest): Mode =>
    request.mode ??
    (isCi(world) || findAutomation(manifest, request.id).mode === 'governed' ? 'governed' : 'development');
  const first = await readCachedManifest(world, root);
  const read = modeOf(first) === 'governed' ? await readManifestBytes(world, root) : first;
  const automation = findAutomation(read.manifest, request.id);
  return { mode: modeOf(read), root, repository, manifest: read.manifest, automation, manifestDigest: read.digest };
};

const isCi = (world: World): boolean => !['', 'false', '0', undefined].includes(world.machine.env['CI']);

/**
 * Read everything once, and say who would run what. Nothing of the repository is executed here.
 * @param dry nothing may be written: no key is made, no chain pinned
 * @throws Fault of the manifest, the chain, the key, the entrypoint; not for lacking authority
 */
export const prepareRun = async (
  world: World,
  opening: Opening,
  request: RunRequest,
  options: { readonly dry: boolean; readonly said: (text: string) => void },
): Promise<PreparedRun> => {
  const { mode, root, repository, manifest, automation } = opening;
  const observed = observe(world, repository);
  const access = await readAccess(world, root);
  if (access !== undefined) trust(world, access, opening, options);
  const own = await (options.dry ? findSigner(world, access) : obtainSigner(world, access));
  if (own?.said !== undefined) options.said(own.said);
  const decision =
    access === undefined || own === undefined
      ? {
          allowed: false,
          reason: access === undefined ? 'this project has no access chain' : 'a new key has no rights',
        }
      : judge(access, {
          publicKey: own.signer.publicKey,
          namespace: 'autogov.run@v1',
          automation: automation.id,
          at: world.clock.now(),
        });
  const runId = newId(world.clock, world.random);
  const venvFolder = join(root, '.venv');
  const venv = world.files.stat(join(venvFolder, 'pyvenv.cfg')) === undefined ? undefined : venvFolder;
  const entrypoint = await nameUv(world, root, () => findEntrypoint(world, root, venv, automation, request.args));
  const environment = childEnvironment(world, {
    secrets: automation.secrets ?? [],
    extra: automation.environment ?? [],
    venv,
    own: {
      AUTOGOV_RUN_ID: runId,
      AUTOGOV_AUTOMATION: automation.id,
      AUTOGOV_MODE: mode,
      // A planted __pycache__ that claims time and size of a committed module would be run in its place.
      ...(mode === 'governed'
        ? { PYTHONPYCACHEPREFIX: join(world.machine.folders.cache, 'bytecode', sha256(root).slice(0, 16)) }
        : {}),
    },
  });
  const digestOf = (path: string): string | undefined => {
    const content = world.files.read(join(root, path));
    return content === undefined ? undefined : sha256(content);
  };
  return {
    runId,
    mode,
    root,
    repository,
    manifest,
    digests: { manifest: opening.manifestDigest, lock: digestOf('uv.lock'), policy: digestOf(policyPath) },
    automation,
    observed,
    access,
    decision,
    own,
    entrypoint,
    environment,
    timeout: automation.timeout === undefined ? undefined : parseDuration(automation.timeout),
  };
};

/** Where the environment is missing, the command that installs it is one that works here. */
const nameUv = async <T>(world: World, root: string, find: () => T): Promise<T> => {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'AG312') throw error;
    const { uvCommand } = await import('../tools/index.js');
    throw new Fault('AG312', error.detail, `${await uvCommand(world, root)} sync --locked`);
  }
};

const trust = (
  world: World,
  access: Access,
  { mode, root, manifest }: Opening,
  { dry, said }: { readonly dry: boolean; readonly said: (text: string) => void },
): void => {
  if (access.project !== manifest.project.id) {
    throw new Fault('AG422', { found: access.project, expected: manifest.project.id });
  }
  if (dry) return;
  if (acceptAccess(world, access, mode).pin === 'first') {
    said(`trusting this project's access chain from now on: ${access.first}`);
  }
  // Whoever runs an automation here by hand lets the code of this folder run.
  if (mode === 'development') trustFolder(world, root);
};
