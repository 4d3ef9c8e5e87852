import { join } from 'node:path';
import { Fault } from '../faults/index.js';
import type { Repository, Signer, World } from '../ports/index.js';
import { signSsh } from './sshsig.js';

/** Who commits and tags. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** `Ana <ana@example.com> 1700000000 +0000`: seconds since the epoch; UTC, whatever the machine's zone. */
const stamp = ({ name, email }: Identity, at: Date): string =>
  `${name} <${email}> ${Math.floor(at.getTime() / 1000)} +0000`;

/**
 * A tree like that of `base` with some files' content replaced, through an index of its own: the user's index is not touched.
 * @returns the tree's id; blobs and trees lie in the object store, and nothing refers to them yet
 */
export const writeTree = (
  repository: Repository,
  base: string,
  contents: ReadonlyMap<string, Uint8Array>,
  folder: string,
): string => {
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  const modes = readModes(repository, base, [...contents.keys()]);
  const entries = [...contents].map(([path, bytes]) => {
    const id = repository.text(['hash-object', '-w', '--stdin'], { input: bytes }).trim();
    return `${modes.get(path) ?? '100644'} ${id}\t${path}\0`;
  });
  repository.text(['read-tree', base], { env });
  repository.text(['update-index', '-z', '--index-info'], { env, input: entries.join('') });
  return repository.text(['write-tree'], { env }).trim();
};

/** Modes by path, of those that the commit has. */
const readModes = (repository: Repository, commit: string, paths: readonly string[]): Map<string, string> => {
  const output = repository.text(['ls-tree', '-z', '--full-tree', commit, '--', ...paths]);
  const lines = output.split('\0').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, 6)]));
};

export interface NewCommit {
  readonly tree: string;
  readonly parent: string;
  readonly message: string;
  readonly identity: Identity;
  readonly at: Date;
}

/** A commit with an SSH signature in its header, as `git commit -S` with gpg.format=ssh writes it. @returns its id */
export const writeCommit = async (repository: Repository, signer: Signer, commit: NewCommit): Promise<string> => {
  const who = stamp(commit.identity, commit.at);
  const head = `tree ${commit.tree}\nparent ${commit.parent}\nauthor ${who}\ncommitter ${who}\n`;
  const signature = await signSsh(signer, 'git', `${head}\n${commit.message}`);
  // SHA-256 repositories keep their signature under another name, so that a commit may carry both.
  const field = commit.tree.length === 64 ? 'gpgsig-sha256' : 'gpgsig';
  const folded = signature.trimEnd().replaceAll('\n', '\n ');
  return writeObject(repository, 'commit', `${head}${field} ${folded}\n\n${commit.message}`);
};

export interface NewTag {
  readonly name: string;
  readonly commit: string;
  readonly message: string;
  readonly identity: Identity;
  readonly at: Date;
}

/** An annotated tag object with its signature behind the message, as `git tag -s` writes it. @returns its id */
export const writeTag = async (repository: Repository, signer: Signer, tag: NewTag): Promise<string> => {
  const text = `object ${tag.commit}\ntype commit\ntag ${tag.name}\ntagger ${stamp(tag.identity, tag.at)}\n\n${tag.message}`;
  return writeObject(repository, 'tag', text + (await signSsh(signer, 'git', text)));
};

const writeObject = (repository: Repository, kind: 'commit' | 'tag', text: string): string =>
  repository.text(['hash-object', '-t', kind, '-w', '--stdin'], { input: text }).trim();

/**
 * Check a commit out into a new repository that borrows the objects of this one and has none of its configuration, so that a
 * release can be judged although the user's work tree is in use.
 * @param folder must not exist yet
 * @returns the same world, standing in the new repository
 */
export const checkOut = (
  world: World,
  repository: Repository,
  objects: string,
  commit: string,
  branch: string,
  folder: string,
): World => {
  const format = commit.length === 64 ? 'sha256' : 'sha1';
  repository.text([
    'init',
    '--quiet',
    '--template=',
    `--object-format=${format}`,
    `--initial-branch=${branch}`,
    folder,
  ]);
  world.files.makeFolder(join(folder, '.git', 'objects', 'info'));
  world.files.writeAtomic(join(folder, '.git', 'objects', 'info', 'alternates'), `${objects}\n`);
  const there: World = { ...world, machine: { ...world.machine, cwd: folder } };
  const copy = there.git.repository(folder);
  if (copy === undefined)
    throw new Fault('AG900', { reason: 'the check-out left no repository', version: world.version });
  copy.text(['update-ref', `refs/heads/${branch}`, commit]);
  copy.text(['read-tree', '-m', '-u', commit]);
  return there;
};
