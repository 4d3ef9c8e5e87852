import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commitSnapshot, indexSnapshot, type Snapshot } from '../../src/policy/facts/snapshot.js';
import { createTree } from '../../src/policy/facts/tree.js';
import { type GitRepository, gitRepository } from './git-repository.js';

let repository: GitRepository;
beforeEach(async () => {
  repository = await gitRepository();
});
afterEach(() => repository.end());

const index = (): Snapshot => indexSnapshot(repository.world, repository.project);
const pathsIn = (snapshot: Snapshot): readonly string[] => {
  const tree = createTree(snapshot.source.listing());
  const paths: string[] = [];
  tree.visit((start, end) => paths.push(tree.text(start, end)));
  return paths;
};

describe('the index', () => {
  test('holds what is staged, whatever the work tree holds now', () => {
    const { git, write } = repository;
    write({ 'pyproject.toml': 'staged', 'src/a.py': 'x' });
    git('add', '.');
    write({ 'pyproject.toml': 'later', 'src/a.py': undefined, 'new.py': '' });
    const { source } = index();
    expect(pathsIn(index())).toEqual(['pyproject.toml', 'src/a.py']);
    expect(source.text('pyproject.toml')).toBe('staged');
    expect(source.text('src/a.py')).toBe('x');
    expect(source.text('new.py')).toBeUndefined();
    expect(source.stat('src')).toMatchObject({ kind: 'folder' });
    expect(source.stat('new.py')).toBeUndefined();
  });

  test('of a repository without a commit or a file is empty', () => {
    expect(pathsIn(index())).toEqual([]);
    expect(index().source.stat('src')).toBeUndefined();
  });

  test('does not hold what is only meant to be added, but does hold empty files', () => {
    const { git, write } = repository;
    write({ 'empty.py': '', 'meant.py': 'x', 'meant-empty.py': '' });
    git('add', 'empty.py');
    git('add', '--intent-to-add', 'meant.py', 'meant-empty.py');
    expect(pathsIn(index())).toEqual(['empty.py']);
    expect([...index().entries.keys()]).toEqual(['empty.py']);
  });

  test('knows sizes, modes and kinds without a file on the disk', () => {
    const { git, write, root } = repository;
    write({ 'run.sh': 'echo', 'a.txt': '12345' });
    symlinkSync('a.txt', join(root, 'link'));
    git('add', '.');
    git('update-index', '--chmod=+x', 'run.sh');
    git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},vendor`);
    const { source } = index();
    expect(source.stat('run.sh')).toMatchObject({ kind: 'file', mode: 0o755, size: 4 });
    expect(source.stat('a.txt')).toMatchObject({ kind: 'file', mode: 0o644, size: 5 });
    expect(source.stat('link')).toMatchObject({ kind: 'link', size: 5 });
    expect(source.stat('vendor')).toMatchObject({ kind: 'folder', size: 0 });
    expect(source.text('vendor')).toBeUndefined();
  });

  test.each([
    ['a file beside it', 'link.toml', 'real.toml', 'link.toml', 'text'],
    ['a folder', 'conf', 'sub', 'conf/a.toml', 'inner'],
    ['nothing', 'link.toml', 'absent.toml', 'link.toml', undefined],
    ['itself', 'link.toml', 'link.toml', 'link.toml', undefined],
  ])('follows a link to %s', (_, link, target, asked, text) => {
    const { git, write, root } = repository;
    write({ 'real.toml': 'text', 'sub/a.toml': 'inner' });
    symlinkSync(target, join(root, link));
    git('add', '.');
    expect(index().source.text(asked)).toBe(text);
  });

  test.each(['../outside', '/etc/hostname', 'sub/../../outside'])('refuses a link to %s', (target) => {
    const { git, root } = repository;
    symlinkSync(target, join(root, 'pyproject.toml'));
    git('add', '.');
    expect(() => index().source.text('pyproject.toml')).toThrow(expect.objectContaining({ code: 'AG731' }));
  });

  test('refuses a file above the bound without reading it', () => {
    const { git, write } = repository;
    write({ 'pyproject.toml': 'x'.repeat(17 * 1024 * 1024) });
    git('add', '.');
    expect(() => index().source.text('pyproject.toml')).toThrow(expect.objectContaining({ code: 'AG143' }));
  });

  test('of an unresolved merge is a fault that names the first path', () => {
    const { git, write } = repository;
    write({ 'a.py': 'one' });
    git('add', '.');
    git('commit', '-qm', 'one');
    git('switch', '-qc', 'other');
    write({ 'a.py': 'two' });
    git('commit', '-qam', 'two');
    git('switch', '-q', 'main');
    write({ 'a.py': 'three' });
    git('commit', '-qam', 'three');
    git('merge', '-q', 'other');
    expect(index).toThrow(expect.objectContaining({ code: 'AG331', detail: { path: 'a.py', count: '1' } }));
  });

  test('is the one that a hook was given, where it is the own one of this repository', () => {
    const { git, write, world, project } = repository;
    write({ 'a.py': '', 'b.py': '' });
    git('add', 'a.py');
    git('read-tree', `--index-output=.git/next-index`, git('write-tree'));
    git('add', 'b.py');
    const paths = (named: string): readonly string[] => {
      const machine = { ...world.machine, env: { ...world.machine.env, GIT_INDEX_FILE: named } };
      return pathsIn(indexSnapshot({ ...world, machine }, project));
    };
    expect(paths('.git/next-index')).toEqual(['a.py']);
    expect(paths('/elsewhere/index')).toEqual(['a.py', 'b.py']);
  });

  test('names that are no UTF-8 are listed as git has them', () => {
    const { git, root } = repository;
    repository.world.files.write(join(root, 'x'), 0, Buffer.from(''));
    const id = git('hash-object', '-w', 'x');
    repository.project.repository.text(['update-index', '--add', '-z', '--index-info'], {
      input: Buffer.concat([Buffer.from(`100644 ${id} 0\tcaf`), Buffer.from([0xe9]), Buffer.from('.py\0')]),
    });
    expect(Buffer.from(index().source.listing()).toString('latin1')).toBe('caf\u00e9.py\0');
    expect(index().entries.get('caf\\xe9.py')).toMatchObject({ exact: false });
  });
});

test("a commit's tree is read like the index", () => {
  const { git, write, project } = repository;
  write({ 'a/b.py': 'one', 'c.toml': 'two' });
  git('add', '.');
  git('commit', '-qm', 'one');
  const snapshot = commitSnapshot(project, git('rev-parse', 'HEAD'));
  git('rm', '-rq', '.');
  expect(pathsIn(snapshot)).toEqual(['a/b.py', 'c.toml']);
  expect(snapshot.source.text('c.toml')).toBe('two');
  expect(Buffer.from(snapshot.read(['a/b.py', 'absent']).get('a/b.py') ?? []).toString()).toBe('one');
});
