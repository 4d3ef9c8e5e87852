import { afterEach, describe, expect, test } from 'vitest';
import { planRelease } from '../../src/release/index.js';
import { makePlace, type Place } from './place.js';

let place: Place;
afterEach(() => place.remove());

const start = async (...messages: string[]): Promise<Place> => {
  place = await makePlace();
  for (const message of messages) place.commit(message);
  return place;
};

const gate = async (name: string) => (await planRelease(place.world)).gates.find((one) => one.gate === name);

describe('the next version', () => {
  test.each<[string, string[], string | null, string | null]>([
    ['no tag, a feature: from pyproject', ['feat: x'], null, '0.2.0'],
    ['no tag, only a chore', ['chore: x'], null, null],
    ['a fix since the tag', ['fix: x'], 'v1.4.2', '1.4.3'],
    ['a breaking change since the tag', ['feat!: x'], 'v1.4.2', '2.0.0'],
    ['nothing since the tag', [], 'v1.4.2', null],
  ])('%s', async (_, messages, tag, next) => {
    await start('chore: more');
    if (tag !== null) place.git('tag', tag);
    for (const message of messages) place.commit(message);
    const { release } = await planRelease(place.world);
    expect([release.current, release.next]).toEqual([tag?.slice(1) ?? '0.1.0', next]);
  });

  test('tags of other forms, floating tags and tags elsewhere are passed over', async () => {
    await start('feat: x');
    place.git('tag', 'v0.1.0');
    place.commit('fix: y');
    for (const tag of ['v1', 'v9.9', 'latest', 'release-8.0.0', '7.0.0', 'v6.0.0-next.1', 'app/v5.0.0', 'v4.0.0+meta'])
      place.git('tag', tag);
    place.git('switch', '-q', '-c', 'side', 'v0.1.0');
    place.commit('feat!: on the side');
    place.git('tag', 'v3.0.0');
    place.git('switch', '-q', 'main');
    const { release } = await planRelease(place.world);
    expect([release.current, release.next, release.commits.length]).toEqual(['0.1.0', '0.1.1', 1]);
  });

  test('a tag that was merged counts, also as an annotated one', async () => {
    await start('feat: x');
    place.git('switch', '-q', '-c', 'line');
    place.commit('fix: on the line');
    place.git('tag', '-a', '-m', 'x', 'v0.1.1');
    place.git('switch', '-q', 'main');
    place.commit('fix: on main');
    place.git('merge', '-q', '--no-ff', '-m', 'chore: bring the line in', 'line');
    const { release } = await planRelease(place.world);
    expect([release.current, release.next]).toEqual(['0.1.1', '0.1.2']);
    expect(release.commits.map((commit) => commit.subject)).toEqual(['chore: bring the line in', 'fix: on main']);
  });

  test('a version tag that names no commit is passed over', async () => {
    await start('feat: x');
    place.git('tag', 'v0.1.0', 'HEAD~1');
    place.git('tag', 'v5.0.0', 'HEAD:pyproject.toml');
    expect((await planRelease(place.world)).release.next).toBe('0.2.0');
  });

  test('a release is counted from the last release, not from a prerelease', async () => {
    await start('chore: more');
    place.git('tag', 'v1.0.0');
    place.commit('feat: x');
    place.git('tag', 'v1.1.0-rc.1');
    place.commit('fix: y');
    expect((await planRelease(place.world)).release.next).toBe('1.1.0');
    expect((await planRelease(place.world, { pre: 'rc' })).release).toMatchObject({
      next: '1.1.0-rc.2',
      pep440: '1.1.0rc2',
      tag: 'v1.1.0-rc.2',
    });
    place.git('tag', 'v1.1.0-rc.2');
    expect((await planRelease(place.world, { pre: 'rc' })).release.next).toBeNull();
  });

  test('--bump with a reason releases what the commits do not say', async () => {
    await start('tidy up');
    const plan = await planRelease(place.world, { bump: 'minor', reason: 'first version for all' });
    expect(plan.release).toMatchObject({ next: '0.2.0', bump: 'minor' });
    expect(plan.notes).toContain('first version for all');
  });

  test('the policy decides types, prefix, zero majors and the branch', async () => {
    await start('feat!: x');
    const release = '  types: [docs]\n  tagPrefix: rel-\n  majorOnZero: false\n';
    place.commit('docs: say it', {
      '.autogov/policy.yaml': `version: 1\nrelease:\n${release}branching:\n  main: trunk\n`,
    });
    place.git('tag', 'v3.0.0');
    const plan = await planRelease(place.world);
    expect(plan.release).toMatchObject({ next: '0.2.0', tag: 'rel-0.2.0', bump: 'minor' });
    expect(plan.release.commits.filter((commit) => commit.counts)).toHaveLength(2);
    expect(plan.gates[0]).toMatchObject({ gate: 'branch', state: 'fail', fault: 'AG606' });
    expect(plan.remarks[0]).toContain('v3.0.0');
  });
});

describe('the plan', () => {
  test('is the same for the same state, and another for any other', async () => {
    await start('feat: x');
    const first = await planRelease(place.world);
    place.write({ 'scratch.txt': 'not of the release' });
    expect((await planRelease(place.world)).digest).toBe(first.digest);
    expect((await planRelease(place.world, { bump: 'major', reason: 'x' })).digest).not.toBe(first.digest);
    expect((await planRelease(place.world, { date: '2020-01-01' })).digest).not.toBe(first.digest);
    place.commit('fix: y');
    expect((await planRelease(place.world)).digest).not.toBe(first.digest);
  });

  test('writes nothing', async () => {
    await start('feat: x');
    const before = [place.state(), place.git('count-objects', '-v')];
    await planRelease(place.world);
    expect([place.state(), place.git('count-objects', '-v')]).toEqual(before);
  });

  test('names each file with its diff', async () => {
    await start('feat: x');
    const { files } = await planRelease(place.world);
    expect(files.map(({ path, action }) => [path, action])).toEqual([
      ['pyproject.toml', 'change'],
      ['src/demo_bot/__init__.py', 'change'],
      ['CHANGELOG.md', 'create'],
    ]);
    expect(files[0]?.diff).toContain('-version = "0.1.0" # the version\n+version = "0.2.0" # the version\n');
  });

  test('judges what is committed: edits in the work tree only close the gate', async () => {
    await start('feat: x');
    place.write({ 'pyproject.toml': 'broken [' });
    expect((await planRelease(place.world)).release.next).toBe('0.2.0');
    expect(await gate('tree')).toMatchObject({ state: 'fail', fault: 'AG310', subject: 'pyproject.toml' });
  });

  test.each<[string, (there: Place) => void]>([
    ['a file in the way that git does not track', (there) => there.write({ 'CHANGELOG.md': '# mine\n' })],
    [
      'an ignored one',
      (there) => {
        there.write({ '.git/info/exclude': 'CHANGELOG.md\n', 'CHANGELOG.md': '# mine\n' });
      },
    ],
    [
      'a staged change',
      (there) => {
        there.write({ 'src/demo_bot/__init__.py': '__version__ = "9.9.9"\n' });
        there.git('add', '-A');
      },
    ],
    ['a merge under way', (there) => there.write({ '.git/MERGE_HEAD': `${there.git('rev-parse', 'HEAD')}` })],
  ])('the tree gate is shut by %s', async (_, disturb) => {
    await start('feat: x');
    disturb(place);
    expect(await gate('tree')).toMatchObject({ state: 'fail', fault: 'AG310' });
  });
});

describe('bad input', () => {
  test.each<[string, (there: Place) => void, object]>([
    ['detached HEAD', (there) => there.git('checkout', '-q', '--detach'), { code: 'AG303' }],
    ['no commits on this branch', (there) => there.git('checkout', '-q', '--orphan', 'fresh'), { code: 'AG302' }],
    ['a shallow clone', (there) => there.write({ '.git/shallow': there.git('rev-parse', 'HEAD') }), { code: 'AG304' }],
    [
      'no pyproject.toml',
      (there) => {
        there.git('rm', '-q', 'pyproject.toml');
        there.commit('feat: gone', {});
      },
      { code: 'AG603' },
    ],
    [
      'a pyproject.toml that does not parse',
      (there) => there.commit('feat: y', { 'pyproject.toml': '[project]\nversion = \n' }),
      { code: 'AG140', detail: expect.objectContaining({ path: 'pyproject.toml', line: 2 }) },
    ],
    [
      'a policy that does not parse',
      (there) => there.commit('feat: y', { '.autogov/policy.yaml': 'release: [' }),
      { code: 'AG140' },
    ],
    [
      'a policy with a typo',
      (there) => there.commit('feat: y', { '.autogov/policy.yaml': 'version: 1\nrelease:\n  tagPrefx: v\n' }),
      { code: 'AG141', detail: expect.objectContaining({ line: 3 }) },
    ],
    [
      'pyproject ahead of the history',
      (there) => there.commit('fix: y', { 'pyproject.toml': '[project]\nname = "demo-bot"\nversion = "3.0.0"\n' }),
      { code: 'AG614' },
    ],
    [
      'a tag of the next version on another line',
      (there) => {
        there.git('switch', '-q', '-c', 'side', 'HEAD~1');
        there.commit('feat: other');
        there.git('tag', 'v0.2.0');
        there.git('switch', '-q', 'main');
      },
      { code: 'AG601' },
    ],
    [
      'a changelog that is a link',
      (there) => {
        there.write({ 'real.md': '# Log\n' });
        there.git(
          '-c',
          'core.symlinks=true',
          'update-index',
          '--add',
          '--cacheinfo',
          `120000,${there.git('hash-object', '-w', 'real.md').trim()},CHANGELOG.md`,
        );
        there.git('commit', '-q', '-m', 'chore: link');
      },
      { code: 'AG616' },
    ],
  ])('%s', async (name, disturb, fault) => {
    await start(name.includes('ahead') ? 'chore: x' : 'feat: x');
    if (name.includes('ahead')) place.git('tag', 'v0.1.0');
    disturb(place);
    await expect(planRelease(place.world)).rejects.toMatchObject(fault);
  });

  test('outside of a repository', async () => {
    await start();
    await expect(planRelease(place.standingIn(place.folder))).rejects.toMatchObject({ code: 'AG301' });
  });
});
