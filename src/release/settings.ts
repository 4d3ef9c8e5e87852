import { parseYaml } from '../config/index.js';
import { Fault } from '../faults/index.js';
import { type Bump, bumps } from './version.js';

/** Where the commits that count are looked for. */
export const sources = ['first-parent', 'all', 'squash-body'] as const;
/**
 * - `first-parent`: what was merged into the branch. A merge with a conventional message (or pull request title) speaks for
 *   the commits that it brought; a merge without one lets them speak for themselves.
 * - `all`: every commit of its own.
 * - `squash-body`: as `first-parent`, and a squash commit counts by the list in its body.
 */
export type Source = (typeof sources)[number];

export interface Settings {
  /** Below 1.0.0 a breaking change makes 1.0.0. */
  readonly majorOnZero: boolean;
  readonly source: Source;
  /** What stands before X.Y.Z in a version tag. */
  readonly tagPrefix: string;
  /** The bump of each commit type; absent types release nothing. */
  readonly types: Readonly<Record<string, Bump>>;
}

export const defaults: Settings = {
  majorOnZero: true,
  source: 'first-parent',
  tagPrefix: 'v',
  types: { feat: 'minor', fix: 'patch', perf: 'patch', revert: 'patch', security: 'patch' },
};

export const policyPath = '.autogov/policy.yaml';

/**
 * The `release:` part of the committed policy over the defaults.
 * @throws Fault AG140 where the policy doesn't parse, AG142 where a value isn't one of these
 */
export const readSettings = async (policy: string | undefined): Promise<Settings> => {
  if (policy === undefined || !/^["']?release["']?\s*:/m.test(policy)) return defaults;
  const document = await parseYaml(policy, policyPath);
  const root = document.value;
  const given = isRecord(root) && isRecord(root['release']) ? root['release'] : {};
  const wrong = (pointer: string, reason: string): Fault => {
    const { line, column } = document.locate(pointer);
    return new Fault('AG142', { path: policyPath, line, column, pointer, reason });
  };
  const { majorOnZero, source, tagPrefix, types } = given;
  if (majorOnZero !== undefined && typeof majorOnZero !== 'boolean') throw wrong('/release/majorOnZero', 'must be true or false');
  const knownSource = sources.find((name) => name === source);
  if (source !== undefined && knownSource === undefined) throw wrong('/release/source', `must be one of ${sources.join(', ')}`);
  if (tagPrefix !== undefined && (typeof tagPrefix !== 'string' || !/^[A-Za-z][\w.-]*$|^$/.test(tagPrefix))) {
    throw wrong('/release/tagPrefix', 'must be a short word');
  }
  const chosen: Record<string, Bump> = { ...defaults.types };
  for (const [type, value] of Object.entries(isRecord(types) ? types : {})) {
    const bump = bumps.find((name) => name === value);
    if (bump === undefined) throw wrong(`/release/types/${type}`, `must be one of ${bumps.join(', ')}`);
    chosen[type.toLowerCase()] = bump;
  }
  return {
    majorOnZero: majorOnZero ?? defaults.majorOnZero,
    source: knownSource ?? defaults.source,
    tagPrefix: tagPrefix ?? defaults.tagPrefix,
    types: chosen,
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
