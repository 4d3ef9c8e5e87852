import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgePolicy, readChange } from '../../src/policy/index.js';
import { type GitRepository, gitRepository } from './git-repository.js';

let repository: GitRepository;
beforeEach(async () => {
  repository = await gitRepository(
    {},
    { 'src/a/Old-Name.py': '', 'README.md': '', 'dist/a.whl': '', 'pyproject.toml': '', 'x/readme': '' },
  );
  repository.git('add', '.');
  repository.git('commit', '-qm', 'one');
  repository.git('switch', '-qc', 'work');
});
afterEach(() => repository.end());

const found = async (ref = 'main', staged = false): Promise<readonly string[]> => {
  const { world, project } = repository;
  const since = await readChange(world, project, ref, staged);
  const { outcomes } = await judgePolicy(world, project, { since });
  return outcomes.flatMap(({ findings }) => findings.map(({ rule, path }) => `${rule} ${path}`));
};

describe('what a change can have caused', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, RegExp, readonly string[]]>([
    ['nothing, where nothing changed', {}, /./, []],
    ['an untracked file', { 'src/a/New-Name.py': '' }, /NAM003/, ['NAM003 src/a/New-Name.py']],
    ['a file that is gone, missed by the whole repository', { 'README.md': undefined }, /DOC001/, ['DOC001 .']],
    ['a new file that collides with an old one', { 'x/README': '' }, /NAM005/, ['NAM005 x/readme']],
    [
      'the document that changed, with what it had before',
      { 'pyproject.toml': '#' },
      /TYP001/,
      ['TYP001 pyproject.toml'],
    ],
    ['no fault that the folder had before', { 'src/a/b.py': '' }, /STR004/, []],
    ['what grew in a folder', { 'dist/b.whl': '' }, /STR007/, ['STR007 dist']],
    [
      'everything, where the policy changed',
      { '.autogov/policy.yaml': 'version: 1\nextends: [{ source: autogov:recommended }]\n' },
      /NAM003/,
      ['NAM003 src/a/Old-Name.py'],
    ],
  ])('%s', async (_, files, rules, expected) => {
    repository.write(files);
    expect((await found()).filter((each) => rules.test(each))).toEqual(expected);
  });

  test.each<[string, string | undefined, string | undefined, true | undefined]>([
    ['came with it', undefined, 'src/a/Old-Name.py 2999-01-01', true],
    ['got another day by it', 'src/a/Old-Name.py 2999-01-01', 'src/a/Old-Name.py 2999-01-02', true],
    ['was there before', 'src/a/Old-Name.py 2999-01-01', undefined, undefined],
    ['came with it, another was there', 'src/a/Old-Name.py 2999-01-01', 'README.md 2999-01-01', undefined],
  ])('a waiver that %s', async (_, before, after, newWaiver) => {
    const { world, project, git, write } = repository;
    const put = (...all: (string | undefined)[]) => {
      const entries = all.flatMap((each) => {
        const [path, expires] = each?.split(' ') ?? [];
        return path === undefined
          ? []
          : [`  - { rule: NAM003, path: ${path}, reason: r, owner: o, expires: ${expires} }`];
      });
      if (entries.length > 0) write({ '.autogov/waivers.yaml': `version: 1\nwaivers:\n${entries.join('\n')}\n` });
    };
    put(before);
    git('add', '.');
    git('commit', '-qm', 'before', '--allow-empty');
    git('branch', '-f', 'main');
    if (after?.startsWith('README') === true) put(before, after);
    else put(after);
    write({ 'src/a/Old-Name.py': '# changed' });
    const since = await readChange(world, project, 'main', false);
    const { outcomes } = await judgePolicy(world, project, { since });
    const waived = outcomes.flatMap(({ findings }) => findings).filter(({ rule }) => rule === 'NAM003');
    expect(waived).toMatchObject([{ status: 'waived' }]);
    expect(waived[0]?.newWaiver).toBe(newWaiver);
  });

  test('what the target did after the histories parted is not of this change', async () => {
    const { git, write } = repository;
    git('switch', '-q', 'main');
    write({ 'src/a/Old-Name.py': '#' });
    git('commit', '-qam', 'two');
    git('switch', '-q', 'work');
    expect(await found()).toEqual([]);
  });

  test('with the index: what is not staged is not of this change', async () => {
    const { world, project, git, write } = repository;
    write({ 'src/a/B-c.py': '', 'src/a/D-e.py': '' });
    git('add', 'src/a/B-c.py');
    expect([...(await readChange(world, project, 'main', true)).paths]).toEqual(['src/a/B-c.py']);
  });
});

describe('a name that git does not know', () => {
  test.each([
    ['mian', 'did you mean: --since main'],
    ['--output=x', 'git branch --all; a shallow clone may lack it: git fetch origin'],
  ])('%s', async (ref, advice) => {
    await expect(found(ref)).rejects.toMatchObject({ code: 'AG332', try: advice });
  });

  test('is said otherwise where there is no commit at all', async () => {
    const { world, project, git } = repository;
    git('switch', '-q', '--orphan', 'empty');
    await expect(readChange(world, project, 'nothing', false)).rejects.toMatchObject({ code: 'AG302' });
    await expect(readChange(world, project, 'main', false)).rejects.toMatchObject({ code: 'AG302' });
  });

  test('histories that never met', async () => {
    const { git } = repository;
    git('switch', '-q', '--orphan', 'other');
    git('commit', '-q', '--allow-empty', '-m', 'alone');
    await expect(found('main')).rejects.toMatchObject({ code: 'AG333' });
  });
});
