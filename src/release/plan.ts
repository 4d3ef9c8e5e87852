import type { Project } from '../config/index.js';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Repository, World } from '../ports/index.js';
import { changelogEntries, renderEntries } from './changelog.js';
import { newContents, plannedFile } from './contents.js';
import { planGates } from './gates.js';
import type { PlanOptions, ReleasePlan } from './model.js';
import { findRemote } from './remote.js';
import { policyPath } from './settings.js';
import { readSituation, type Situation } from './situation.js';
import {
  assertRoundTrip,
  type Bump,
  compareVersions,
  formatPep440,
  formatSemver,
  nextVersion,
  type Version,
} from './version.js';
import { lockPath, pyprojectPath } from './version-files.js';

/** A plan, and what only this process needs of it. */
export interface Draft {
  readonly plan: ReleasePlan;
  /** The project's name, as pyproject.toml writes it. */
  readonly name: string;
  /** New content by path. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Work out a release; reads only, and only what is committed. */
export const draftRelease = async (world: World, project: Project, asked: PlanOptions): Promise<Draft> => {
  const { repository } = project;
  const situation = await readSituation(world, project);
  const { branch, head, refs, settings, committed, own, range, counted } = situation;
  const current = range.base?.version ?? own.version;
  const next = await chooseNext(repository, situation, current, asked);
  const date = asked.date ?? world.clock.now().toISOString().slice(0, 10);
  const tag = next === undefined ? null : settings.tagPrefix + formatSemver(next);
  if (refs.tags.some((other) => other.name === tag)) throw new Fault('AG601', { tag: tag ?? '', place: '' });
  const reasons = asked.reason === undefined || counted.changes.length > 0 ? [] : [asked.reason];
  const entries = next === undefined ? [] : changelogEntries(counted.changes, reasons);
  const section = next === undefined ? undefined : { version: formatSemver(next), date, tag: tag ?? '', entries };
  const contents =
    next === undefined || section === undefined ? [] : await newContents(repository, situation, next, section);
  const policy = committed.blobs.get(policyPath);
  const plan: Omit<ReleasePlan, 'digest' | 'gates'> = {
    release: {
      current: formatSemver(current),
      next: next === undefined ? null : formatSemver(next),
      bump: next === undefined ? 'none' : effectiveBump(asked.bump ?? counted.bump, current, next),
      pep440: next === undefined ? null : formatPep440(next),
      tag,
      commits: counted.commits,
    },
    options: next === undefined ? asked : { ...asked, date },
    base: { branch, commit: head, tag: range.base?.name ?? null, remote: findRemote(repository, branch, refs) },
    files: contents.map(plannedFile),
    notes: renderEntries(entries),
    remarks: remarksOf(situation, next),
    policy: policy === undefined ? null : sha256(policy),
  };
  const gates = next === undefined ? [] : planGates(world, project, plan, settings, committed.blobs.has(lockPath));
  return {
    name: own.name ?? '',
    contents: new Map(contents.map(({ path, after }) => [path, after])),
    plan: { ...plan, gates, digest: sha256(JSON.stringify(plan)) },
  };
};

/** @returns undefined where nothing is to be released @throws Fault AG614 where pyproject.toml is ahead of the history */
const chooseNext = async (
  repository: Repository,
  { head, refs, settings, own, counted }: Situation,
  current: Version,
  asked: PlanOptions,
): Promise<Version | undefined> => {
  const next = nextVersion(current, asked.bump ?? counted.bump, {
    majorOnZero: settings.majorOnZero,
    taken: refs.tags.map((tag) => tag.version),
    ...(asked.pre === undefined ? {} : { channel: asked.pre }),
  });
  if (next === undefined) return undefined;
  if (next.pre !== undefined && asked.bump === undefined && next.pre.number > 1) {
    const before = formatSemver({ ...next, pre: { ...next.pre, number: next.pre.number - 1 } });
    const last = refs.tags.find((tag) => formatSemver(tag.version) === before);
    const since = last === undefined ? '' : repository.text(['rev-list', '--count', `refs/tags/${last.name}..${head}`]);
    if (since.trim() === '0') return undefined;
  }
  await assertRoundTrip(next);
  if (compareVersions(own.version, next) > 0) {
    throw new Fault('AG614', { path: pyprojectPath, file: formatPep440(own.version), next: formatPep440(next) });
  }
  return next;
};

/** Below 1.0.0 with majorOnZero off a breaking change makes a minor version, and then that is what the plan says. */
const effectiveBump = (bump: Bump, current: Version, next: Version): Bump =>
  bump === 'major' && current.major === 0 && next.major === 0 ? 'minor' : bump;

const remarksOf = ({ range, refs, settings, own }: Situation, next: Version | undefined): string[] => {
  const { count, example } = refs.passedOver;
  const remarks: string[] = [];
  if (range.base === undefined && count > 0) {
    const prefix = settings.tagPrefix === '' ? 'no prefix' : `the prefix ${settings.tagPrefix}`;
    const many = count === 1 ? `the tag ${example} was` : `${count} tags such as ${example} were`;
    remarks.push(`${many} passed over: version tags here have ${prefix} (policy: release.tagPrefix)`);
  }
  if (range.base !== undefined && next !== undefined && compareVersions(own.version, range.base.version) !== 0) {
    remarks.push(`${pyprojectPath} says ${formatPep440(own.version)}, the last release is ${range.base.name}`);
  }
  return remarks;
};
