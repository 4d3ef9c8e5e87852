import type { Project } from '../config/index.js';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { addSection, changelogEntries, changelogPath, renderEntries } from './changelog.js';
import { readBlobs, readEntries } from './committed.js';
import { type Counted, countCommits } from './count.js';
import { unifiedDiff } from './diff.js';
import { planGates } from './gates.js';
import { assertReleasable, type Range, type Refs, readRange, readRefs } from './history.js';
import type { PlannedFile, PlanOptions, ReleasePlan } from './model.js';
import { findRemote } from './remote.js';
import { policyPath, readSettings, type Settings } from './settings.js';
import {
  assertRoundTrip,
  compareVersions,
  formatPep440,
  formatSemver,
  higher,
  nextVersion,
  type Version,
} from './version.js';
import {
  initPath,
  lockPath,
  type Package,
  pyprojectPath,
  readPackage,
  setLockedVersion,
  setModuleVersion,
  setPackageVersion,
} from './version-files.js';

/** A plan, and what only this process needs of it. */
export interface Draft {
  readonly project: Project;
  readonly plan: ReleasePlan;
  readonly name: string;
  /** New content by path. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Work out a release; reads only, and only what is committed. */
export const draftRelease = async (world: World, project: Project, asked: PlanOptions): Promise<Draft> => {
  const { repository } = project;
  // Refs come first although the tag prefix stands in the policy: an unusual prefix costs a second look, the usual one nothing.
  let refs = readRefs(repository, 'v');
  const { branch, head } = assertReleasable(world.files, repository, refs);
  const blobs = readBlobs(repository, head, [policyPath, pyprojectPath, changelogPath, lockPath]);
  const policy = blobs.get(policyPath);
  const settings = await readSettings(policy === undefined ? undefined : new TextDecoder().decode(policy));
  if (settings.tagPrefix !== 'v') refs = readRefs(repository, settings.tagPrefix);
  const own = await readPackage(blobs.get(pyprojectPath));
  const range = readRange(repository, head, refs.tags);
  const counted = countCommits(range.commits, settings);
  const current = range.base?.version ?? own.version;
  const { bump, next } = await chooseNext(
    current,
    own.version,
    counted,
    settings,
    refs,
    asked,
    repository.text.bind(repository),
    head,
  );
  const options: PlanOptions = {
    ...asked,
    ...(next === undefined ? {} : { date: asked.date ?? world.clock.now().toISOString().slice(0, 10) }),
  };
  const remote = findRemote(repository, branch, refs.tracking);
  const tag = next === undefined ? null : settings.tagPrefix + formatSemver(next);
  if (refs.tags.some((other) => other.name === tag)) throw new Fault('AG601', { tag: tag ?? '', place: '' });

  const extra = asked.reason === undefined || counted.changes.length > 0 ? [] : [asked.reason];
  const entries = next === undefined ? [] : changelogEntries(counted.changes, extra);
  const contents = new Map<string, Uint8Array>();
  if (next !== undefined && tag !== null) {
    const section = {
      version: formatSemver(next),
      date: options.date ?? '',
      tag,
      entries,
    };
    await addVersionFiles(contents, project, head, blobs, own, next);
    contents.set(changelogPath, addSection(blobs.get(changelogPath), section));
  }
  const files = [...contents].map(([path, after]) => plannedFile(path, blobs.get(path), after));
  const plan: Omit<ReleasePlan, 'digest' | 'gates'> = {
    release: {
      current: formatSemver(current),
      next: next === undefined ? null : formatSemver(next),
      bump,
      pep440: next === undefined ? null : formatPep440(next),
      tag,
      commits: counted.commits,
    },
    options,
    base: { branch, commit: head, tag: range.base?.name ?? null, remote },
    files,
    notes: renderEntries(entries),
    remarks: remarksOf(range, refs, settings, next, own.version),
    policy: policy === undefined ? null : sha256(policy),
  };
  const gates = next === undefined ? [] : planGates(world, project, plan, settings);
  return { project, name: own.name, contents, plan: { ...plan, gates, digest: sha256(JSON.stringify(plan)) } };
};

const chooseNext = async (
  current: Version,
  inFile: Version,
  counted: Counted,
  settings: Settings,
  refs: Refs,
  asked: PlanOptions,
  git: (args: readonly string[]) => string,
  head: string,
): Promise<{ bump: ReleasePlan['release']['bump']; next: Version | undefined }> => {
  const bump = asked.bump ?? counted.bump;
  const taken = refs.tags.map((tag) => tag.version);
  const next = nextVersion(current, bump, {
    majorOnZero: settings.majorOnZero,
    taken,
    ...(asked.pre === undefined ? {} : { channel: asked.pre }),
  });
  if (next === undefined) return { bump: 'none', next };
  if (next.pre !== undefined && asked.bump === undefined && next.pre.number > 1) {
    const before = formatSemver({ ...next, pre: { ...next.pre, number: next.pre.number - 1 } });
    const last = refs.tags.find((tag) => formatSemver(tag.version) === before);
    if (last !== undefined && git(['rev-list', '--count', `refs/tags/${last.name}..${head}`]).trim() === '0')
      return { bump: 'none', next: undefined };
  }
  await assertRoundTrip(next);
  if (compareVersions(inFile, next) > 0) {
    throw new Fault('AG614', { path: pyprojectPath, file: formatPep440(inFile), next: formatPep440(next) });
  }
  // Below 1.0.0 with majorOnZero off, a breaking change is a minor version, and that is what the plan says.
  const effective = bump === 'major' && current.major === 0 && next.major === 0 ? 'minor' : bump;
  return { bump: asked.bump ?? higher(effective, 'patch'), next };
};

const addVersionFiles = async (
  contents: Map<string, Uint8Array>,
  project: Project,
  head: string,
  blobs: Map<string, Uint8Array>,
  own: Package,
  next: Version,
): Promise<void> => {
  const module = initPath(own.name);
  const wanted = [pyprojectPath, changelogPath, lockPath, ...(own.name === '' ? [] : [module])];
  const entries = readEntries(project.repository, head, wanted);
  for (const [path, { mode }] of entries) {
    if (mode !== '100644' && mode !== '100755') {
      throw new Fault('AG616', { path, reason: mode === '120000' ? 'it is a symbolic link' : 'it is not a file' });
    }
  }
  if (compareVersions(own.version, next) !== 0)
    contents.set(pyprojectPath, await setPackageVersion(own.document, next));
  if (entries.has(module)) {
    for (const [path, bytes] of readBlobs(project.repository, head, [module])) blobs.set(path, bytes);
    const before = blobs.get(module);
    const after = before === undefined ? undefined : setModuleVersion(before, next);
    if (after !== undefined && before !== undefined && Buffer.compare(after, before) !== 0) contents.set(module, after);
  }
  const lock = blobs.get(lockPath);
  const locked = lock === undefined ? undefined : setLockedVersion(lock, own.name, next);
  if (locked !== undefined && lock !== undefined && Buffer.compare(locked, lock) !== 0) contents.set(lockPath, locked);
};

const plannedFile = (path: string, before: Uint8Array | undefined, after: Uint8Array): PlannedFile => {
  const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());
  return {
    path,
    action: before === undefined ? 'create' : 'change',
    before: before === undefined ? null : sha256(before),
    after: sha256(after),
    diff: unifiedDiff(text(before), text(after)),
  };
};

const remarksOf = (
  range: Range,
  refs: Refs,
  settings: Settings,
  next: Version | undefined,
  inFile: Version,
): string[] => {
  const { count, example } = refs.passedOver;
  const remarks: string[] = [];
  if (range.base === undefined && count > 0) {
    const prefix = settings.tagPrefix === '' ? 'no prefix' : `the prefix ${settings.tagPrefix}`;
    remarks.push(
      `${count} tags such as ${example} were passed over: version tags here have ${prefix} (policy: release.tagPrefix)`,
    );
  }
  if (range.base !== undefined && next !== undefined && compareVersions(inFile, range.base.version) !== 0) {
    remarks.push(`pyproject.toml says ${formatPep440(inFile)}, the last release is ${range.base.name}`);
  }
  return remarks;
};
