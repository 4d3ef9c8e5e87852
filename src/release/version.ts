import { Fault } from '../faults/index.js';

/** A bump, from least to most. */
export const bumps = ['none', 'patch', 'minor', 'major'] as const;
export type Bump = (typeof bumps)[number];

export const higher = (a: Bump, b: Bump): Bump => (bumps.indexOf(a) >= bumps.indexOf(b) ? a : b);

export const channels = ['alpha', 'beta', 'rc'] as const;
/** The prerelease names that SemVer and PEP 440 both order the same way. */
export type Channel = (typeof channels)[number];

/** X.Y.Z, with a channel and its number for a prerelease. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly pre?: { readonly channel: Channel; readonly number: number };
}

const number = '(0|[1-9]\\d{0,8})';
const semverShape = new RegExp(`^${number}\\.${number}\\.${number}(?:-(alpha|beta|rc)\\.${number})?$`);
const pep440Shape = new RegExp(`^${number}\\.${number}\\.${number}(?:(a|b|rc)${number})?$`);
const shortNames = { alpha: 'a', beta: 'b', rc: 'rc' } as const;
const longNames: Readonly<Record<string, Channel>> = { a: 'alpha', b: 'beta', rc: 'rc' };

/** `1.4.0` or `1.4.0-rc.2`, nothing else; undefined for any other text. */
export const parseSemver = (text: string): Version | undefined => versionOf(semverShape.exec(text));

export const formatSemver = (version: Version): string =>
  core(version) + (version.pre === undefined ? '' : `-${version.pre.channel}.${version.pre.number}`);

export const formatPep440 = (version: Version): string =>
  core(version) + (version.pre === undefined ? '' : `${shortNames[version.pre.channel]}${version.pre.number}`);

const core = ({ major, minor, patch }: Version): string => `${major}.${minor}.${patch}`;

const versionOf = (found: RegExpExecArray | null): Version | undefined => {
  if (found === null) return undefined;
  const [, major, minor, patch, name, count] = found;
  const channel = name === undefined ? undefined : (longNames[name] ?? (name as Channel));
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    ...(channel === undefined ? {} : { pre: { channel, number: Number(count) } }),
  };
};

/**
 * The version that a Python file holds.
 * PEP 440 reads much that SemVer can't say (epochs, post and development releases, `1.4`) and reads `-1` and `-pre` as
 * something else than they look like; all that is refused.
 * @throws Fault AG604
 */
export const parsePep440 = async (text: string, path: string): Promise<Version> => {
  const given = text.trim();
  const version = versionOf(pep440Shape.exec(given.toLowerCase())) ?? parseSemver(given);
  if (version !== undefined) {
    await assertRoundTrip(version);
    return version;
  }
  const { isBeyondSemver, pep440Normal } = await import('./standards.js');
  const reason =
    pep440Normal(given) === undefined
      ? 'PEP 440 does not know it'
      : isBeyondSemver(given)
        ? 'SemVer has no epochs, post, development or local releases'
        : 'it does not come back the same from PEP 440 and SemVer';
  throw new Fault('AG604', { path, version: given, reason });
};

/**
 * Hold both spellings of a version against the two standards' own libraries. X.Y.Z is one text in both and needs no judge.
 * @throws Fault AG604 where one of them reads something else
 */
export const assertRoundTrip = async (version: Version): Promise<void> => {
  if (version.pre === undefined) return;
  const { isSemver, pep440Normal } = await import('./standards.js');
  const python = formatPep440(version);
  const tag = formatSemver(version);
  const normal = pep440Normal(tag);
  if (isSemver(tag) && normal === python && pep440Normal(python) === python) return;
  throw new Fault('AG604', { version: tag, reason: `PEP 440 reads ${normal ?? 'nothing'} where ${python} is meant` });
};

/** Negative where a comes before b; a prerelease comes before its release (SemVer, section 11). */
export const compareVersions = (a: Version, b: Version): number =>
  a.major - b.major ||
  a.minor - b.minor ||
  a.patch - b.patch ||
  (a.pre === undefined ? (b.pre === undefined ? 0 : 1) : b.pre === undefined ? -1 : comparePre(a.pre, b.pre));

const comparePre = (a: NonNullable<Version['pre']>, b: NonNullable<Version['pre']>): number =>
  channels.indexOf(a.channel) - channels.indexOf(b.channel) || a.number - b.number;

export interface NextOptions {
  /** Below 1.0.0 a breaking change makes 1.0.0 (the default), or only a minor version. */
  readonly majorOnZero: boolean;
  readonly channel?: Channel;
  /** Every version that has a tag, for the number of a prerelease. */
  readonly taken?: readonly Version[];
}

/** The version after `current`; undefined where nothing is to be released. A prerelease is followed by its own release first. */
export const nextVersion = (current: Version, bump: Bump, options: NextOptions): Version | undefined => {
  if (bump === 'none') return undefined;
  const effective = bump === 'major' && current.major === 0 && !options.majorOnZero ? 'minor' : bump;
  const next = increment(current, effective);
  const channel = options.channel;
  if (channel === undefined) return next;
  const same = [...(options.taken ?? []), current].filter(
    (version) => core(version) === core(next) && version.pre?.channel === channel,
  );
  return { ...next, pre: { channel, number: Math.max(0, ...same.map((version) => version.pre?.number ?? 0)) + 1 } };
};

const increment = ({ major, minor, patch, pre }: Version, bump: Exclude<Bump, 'none'>): Version => {
  if (bump === 'major') {
    return pre !== undefined && minor === 0 && patch === 0
      ? { major, minor, patch }
      : { major: major + 1, minor: 0, patch: 0 };
  }
  if (bump === 'minor')
    return pre !== undefined && patch === 0 ? { major, minor, patch } : { major, minor: minor + 1, patch: 0 };
  return pre !== undefined ? { major, minor, patch } : { major, minor, patch: patch + 1 };
};
