import { parseYaml, validate } from '../config/index.js';
import type { Bump } from './version.js';

/**
 * Where the commits that count are looked for.
 * - `first-parent`: what was merged into the branch. A merge with a conventional message (or pull request title) speaks for
 *   the commits that it brought; a merge without one lets them speak for themselves.
 * - `all`: every commit of its own.
 * - `squash-body`: as `first-parent`, and a squash commit counts by the list in its body.
 */
export type Source = 'first-parent' | 'all' | 'squash-body';

export interface Settings {
  /** Below 1.0.0 a breaking change makes 1.0.0. */
  readonly majorOnZero: boolean;
  readonly source: Source;
  /** What stands before X.Y.Z in a version tag. */
  readonly tagPrefix: string;
  /** The bump of each commit type; absent types release nothing. */
  readonly types: Readonly<Record<string, Bump>>;
  /** The branch that releases are made from; undefined: any. */
  readonly branch: string | undefined;
}

const patchTypes = ['perf', 'revert', 'security'];

const settingsWith = (types: readonly string[], given: Partial<Settings> = {}): Settings => ({
  majorOnZero: given.majorOnZero ?? true,
  source: given.source ?? 'first-parent',
  tagPrefix: given.tagPrefix ?? 'v',
  types: { ...Object.fromEntries(types.map((type) => [type, 'patch' as const])), feat: 'minor', fix: 'patch' },
  branch: given.branch,
});

export const defaults: Settings = settingsWith(patchTypes);

export const policyPath = '.autogov/policy.yaml';

/**
 * What the committed policy says about releases, over the defaults.
 * @throws Fault AG140 where the policy doesn't parse, AG141 or AG142 where it isn't what its schema demands
 */
export const readSettings = async (committed: Uint8Array | undefined): Promise<Settings> => {
  const policy = committed === undefined ? undefined : new TextDecoder().decode(committed);
  // Most policies say nothing about releases: then neither the YAML parser nor the validator is loaded.
  if (policy === undefined || !/\b(release|branching)\b/.test(policy)) return defaults;
  const { release = {}, branching } = await validate('policy', await parseYaml(policy, policyPath));
  return settingsWith(release.types ?? patchTypes, { ...release, types: {}, branch: branching?.main });
};
