import { describe, expect, test } from 'vitest';
import { createTree } from '../../src/policy/facts/tree.js';

const listing = (...paths: readonly (string | Uint8Array)[]) =>
  Buffer.concat(paths.flatMap((path) => [Buffer.from(path), Buffer.from([0])]));

const seen = (tree: ReturnType<typeof createTree>) => {
  const paths: string[] = [];
  const names: string[] = [];
  tree.visit((start, end, name) => {
    paths.push(tree.text(start, end));
    names.push(tree.text(name, end));
  });
  return { paths, names };
};

describe('the paths of a listing', () => {
  test('are seen once each, in order, with their names', () => {
    const tree = createTree(listing('README.md', 'src/a/b.py', 'src/a/c.py', 'src/d.py', 'tests/x y\n.py'));
    expect(seen(tree)).toEqual({
      paths: ['README.md', 'src/a/b.py', 'src/a/c.py', 'src/d.py', 'tests/x y\n.py'],
      names: ['README.md', 'b.py', 'c.py', 'd.py', 'x y\n.py'],
    });
  });

  test('an empty repository has none', () => {
    const tree = createTree(new Uint8Array(0));
    expect(seen(tree).paths).toEqual([]);
    expect(tree.has('a')).toBe(false);
  });

  test('a path that is listed twice (unmerged, or untracked and tracked) is seen once', () => {
    expect(seen(createTree(listing('a/b', 'a/b', 'c', 'a/b'))).paths).toEqual(['a/b', 'c']);
  });

  test('a nested repository, listed as folder/, is not one of them', () => {
    expect(seen(createTree(listing('a.txt', 'vendor/lib/', 'z.txt'))).paths).toEqual(['a.txt', 'z.txt']);
  });

  test('bytes that are no UTF-8 are written as \\xNN', () => {
    const path = Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from('/ü.py')]);
    expect(seen(createTree(listing(path))).paths).toEqual(['caf\\xe9/ü.py']);
  });
});

describe('folders', () => {
  test('each is seen once, also where untracked paths come before the tracked ones', () => {
    const tree = createTree(listing('src/new/x.py', 'zz/y', 'src/a/b.py', 'src/new/w.py', 'src/old/deep/v.py'));
    const found: string[] = [];
    tree.visitFolders((start, end) => found.push(tree.text(start, end)));
    expect(found).toEqual(['src', 'src/new', 'zz', 'src/a', 'src/old', 'src/old/deep']);
  });
});

describe('has and hasFolder', () => {
  const tree = createTree(listing('a', 'ab/c', 'src/pkg/__init__.py', 'ü/é.md'));
  test.each([
    ['a', true, false],
    ['ab', false, true],
    ['ab/c', true, false],
    ['AB/c', false, false],
    ['src', false, true],
    ['src/pkg', false, true],
    ['src/pkg/', false, false],
    ['rc/pkg', false, false],
    ['ü/é.md', true, false],
    ['ü', false, true],
    ['', false, false],
  ])('%j', (path, file, folder) => {
    expect(tree.has(path)).toBe(file);
    expect(tree.hasFolder(path)).toBe(folder);
  });

  test('ten thousand paths are all found', () => {
    const paths = Array.from({ length: 10_000 }, (_, i) => `src/p${i % 37}/q${i % 11}/m${i}.py`).sort();
    const large = createTree(listing(...paths));
    expect(paths.filter((path) => !large.has(path))).toEqual([]);
    expect(large.has('src/p1/q1/m10001.py')).toBe(false);
    expect(large.collisions).toEqual([]);
  });
});

describe('collisions', () => {
  test.each([
    [['Readme.md', 'readme.md'], [{ path: 'readme.md', other: 'Readme.md' }]],
    [['Lib/a', 'lib/b'], [{ path: 'lib', other: 'Lib' }]],
    [['Lib/a', 'lib/A'], [{ path: 'lib', other: 'Lib' }]],
    [['e\u0301.md', '\u00e9.md'], [{ path: '\u00e9.md', other: 'e\u0301.md' }]],
    [['STRASSE', 'Strasse2', 'strasse'], [{ path: 'strasse', other: 'STRASSE' }]],
    [['a_b', 'a-b', 'ab'], []],
    [['build', 'build/x'], []],
  ])('%j', (paths, expected) => {
    expect(createTree(listing(...paths)).collisions).toEqual(expected);
  });
});
