import { basename, join } from 'node:path';
import { Fault } from '../../faults/index.js';
import type { Entry, World } from '../../ports/index.js';
import type { Place } from '../model.js';
import { largestText } from './text.js';

/** Where facts come from: the work tree, the files of an example, or either with planned changes over it. */
export interface Source {
  /** Tracked and unignored untracked paths, each ended by NUL, as git lists them: bytes, because names need not be UTF-8. */
  listing(): Uint8Array;
  /** Whole text of a file; undefined if there is none. Fault AG143 above the bound, AG731 if a link leads outside. */
  text(path: string): string | undefined;
  /** What stands at a path, its last link not followed; undefined if nothing does. */
  stat(path: string): Entry | undefined;
  /** Name of the repository: from its remote, else its folder. */
  name(): string;
}

/** The work tree: tracked and untracked files as they are on the disk now. */
export const workTree = (world: World, place: Place): Source => {
  const { files } = world;
  const absolute = (path: string): string => join(place.root, path);
  let realRoot: string | undefined;
  return {
    listing: () => {
      const answer = place.repository.run(['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
        cwd: place.root,
      });
      if (answer.code === 0) return answer.stdout;
      throw new Fault('AG305', { command: 'ls-files', reason: answer.stderr.trim().split('\n').at(-1) ?? '' });
    },
    text: (path) => {
      const entry = files.stat(absolute(path));
      if (entry === undefined || entry.kind === 'folder') return undefined;
      if (entry.kind === 'link') {
        realRoot ??= files.real(place.root) ?? place.root;
        const target = files.real(absolute(path));
        if (target === undefined) return undefined;
        const aim = files.stat(target);
        if (!target.startsWith(`${realRoot}/`) || aim?.kind !== 'file') throw new Fault('AG731', { path });
        if (aim.size > largestText) throw tooLarge(path);
      } else if (entry.kind === 'other') throw new Fault('AG731', { path });
      if (entry.size > largestText) throw tooLarge(path);
      return files.readText(absolute(path));
    },
    stat: (path) => files.stat(absolute(path)),
    name: () => nameOfRemote(place.repository.config('remote.origin.url')) ?? basename(place.root),
  };
};

export const tooLarge = (path: string): Fault => new Fault('AG143', { what: 'the file', limit: '16 MiB', path });

/** The last part of an address, without `.git`. */
export const nameOfRemote = (url: string | undefined): string | undefined => {
  const last = url?.split(/[/:\\]/).findLast((part) => part !== '');
  const name = last?.endsWith('.git') ? last.slice(0, -4) : last;
  return name === '' ? undefined : name;
};

/** A repository that exists only as data: the examples of a rule. */
export const sourceOf = (files: Readonly<Record<string, string>>, name = 'example'): Source => {
  const own = (path: string): string | undefined => (Object.hasOwn(files, path) ? files[path] : undefined);
  return {
    listing: () =>
      Buffer.from(
        Object.keys(files)
          .map((path) => `${path}\0`)
          .join(''),
      ),
    text: own,
    stat: (path) => entryOf(own(path)),
    name: () => name,
  };
};

const entryOf = (text: string | undefined): Entry | undefined =>
  text === undefined ? undefined : { kind: 'file', size: Buffer.byteLength(text), mode: 0o644, modified: 0 };

/** A source with changed and added files over it, and paths taken out of the index. */
export const overlay = (
  below: Source,
  changed: ReadonlyMap<string, string>,
  untracked: ReadonlySet<string>,
): Source => ({
  listing: () => {
    const paths = Buffer.from(below.listing()).toString('latin1').split('\0');
    const latin1 = (path: string): string => Buffer.from(path).toString('latin1');
    const gone = new Set([...untracked].map(latin1));
    const kept = paths.filter((path) => path !== '' && !gone.has(path));
    const known = new Set(kept);
    const added = [...changed.keys()].map(latin1).filter((path) => !known.has(path));
    return Buffer.from([...kept, ...added].map((path) => `${path}\0`).join(''), 'latin1');
  },
  text: (path) => changed.get(path) ?? below.text(path),
  stat: (path) => entryOf(changed.get(path)) ?? below.stat(path),
  name: () => below.name(),
});
