import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyHooks, planHooks } from '../../src/tools/index.js';
import { type GitRepository, gitRepository } from '../policy/git-repository.js';

let repository: GitRepository;
beforeEach(async () => {
  repository = await gitRepository();
});
afterEach(() => repository.end());

const at = (path: string): string => join(repository.root, path);
const read = (path: string): string => readFileSync(at(path), 'utf8');
const plan = (way: 'install' | 'uninstall' = 'install') => planHooks(repository.world, repository.project, way);
const act = async (way: 'install' | 'uninstall' = 'install') => {
  const planned = await plan(way);
  await applyHooks(repository.world, repository.project, planned);
  return planned.files.map(({ path, action }) => `${action} ${path}`);
};
const hook = '.git/hooks/pre-commit';
const config = '.pre-commit-config.yaml';

describe("git's own hook", () => {
  test('is created executable, kept when it is there, and removed', async () => {
    expect((await plan()).files).toMatchObject([{ path: hook, action: 'create' }]);
    expect(existsSync(at(hook))).toBe(false);
    expect(await act()).toEqual([`create ${hook}`]);
    expect(statSync(at(hook)).mode & 0o777).toBe(0o755);
    expect(read(hook)).toContain('exec autogov check --staged');
    expect(await act()).toEqual([`keep ${hook}`]);
    expect(await act('uninstall')).toEqual([`remove ${hook}`]);
    expect(existsSync(at(hook))).toBe(false);
    expect(await act('uninstall')).toEqual([]);
  });

  test('that another autogov wrote is brought up to date', async () => {
    await act();
    repository.write({ [hook]: read(hook).replace(/^exec .*$/m, "exec '/old/it'\\''s/autogov' check --staged") });
    expect(await act()).toEqual([`change ${hook}`]);
  });

  test.each([
    ['somebody else wrote', () => '#!/bin/sh\nexit 0\n'],
    ['was changed by hand', (own: string) => `${own}make test\n`],
  ])('that %s is neither overwritten nor removed', async (_, text) => {
    await act();
    const theirs = text(read(hook));
    repository.write({ [hook]: theirs });
    await expect(act()).rejects.toMatchObject({ code: 'AG240', detail: { path: hook } });
    expect(await act('uninstall')).toEqual([]);
    expect(read(hook)).toBe(theirs);
  });

  test('that is a link is not written through', async () => {
    repository.write({ 'aim.sh': '', '.git/hooks/pre-commit': undefined });
    symlinkSync(at('aim.sh'), at(hook));
    await expect(act()).rejects.toMatchObject({ code: 'AG240' });
  });

  test('is not written where git looks for hooks elsewhere', async () => {
    repository.git('config', 'core.hooksPath', '.husky');
    await expect(act()).rejects.toMatchObject({ code: 'AG241' });
    expect(await act('uninstall')).toEqual([]);
  });

  test('of a linked work tree is the one that all of them share', async () => {
    repository.git('commit', '-q', '--allow-empty', '-m', 'one');
    repository.git('worktree', 'add', '-q', 'linked');
    const { world } = repository;
    const linked = world.git.repository(at('linked'));
    if (linked === undefined) throw new Error('no linked work tree');
    const planned = await planHooks(world, { root: at('linked'), repository: linked }, 'install');
    expect(planned.files).toMatchObject([{ path: at(hook), action: 'create' }]);
  });
});

describe('the configuration of prek and pre-commit', () => {
  const before =
    '# ours\nrepos:\n  - repo: https://example.com/hooks # pinned\n    rev: v1\n    hooks:\n      - id: tidy\n';

  test('gets one entry, its comments kept, and loses exactly that', async () => {
    repository.write({ [config]: before });
    expect(await act()).toEqual([`change ${config}`]);
    expect(read(config)).toContain('# ours');
    expect(read(config)).toContain('# pinned');
    expect(read(config)).toMatch(/- id: autogov\n/);
    expect(existsSync(at(hook))).toBe(false);
    expect(await act()).toEqual([`keep ${config}`]);
    expect(await act('uninstall')).toEqual([`change ${config}`]);
    expect(read(config)).toBe(before);
  });

  test.each([
    ['without a list', 'fail_fast: true\n', 'AG242'],
    ['that is no YAML', 'repos: [\n', 'AG140'],
    ['with another hook of that name', 'repos: [{ repo: local, hooks: [{ id: autogov, entry: other }] }]\n', 'AG240'],
  ])('%s is left as it is', async (_, text, code) => {
    repository.write({ [config]: text });
    await expect(act()).rejects.toMatchObject({ code });
    expect(read(config)).toBe(text);
  });
});
