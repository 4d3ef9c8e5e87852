import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { applyRelease, planRelease, releaseStatus, resumeRelease } from '../../src/release/index.js';
import { makePlace, type Place } from './place.js';

let place: Place;
let bare: string;
afterEach(() => place.remove());

const start = async (governed = false): Promise<void> => {
  place = await makePlace(governed);
  bare = place.remote();
  place.commit('feat: read xlsx');
};

const release = async () => applyRelease(place.world, await planRelease(place.world));

const refs = (folder: string): string =>
  execFileSync('git', ['-C', folder, 'for-each-ref', '--format=%(refname) %(objectname)'], { encoding: 'utf8' });

const clone = (name: string): string => {
  const to = join(place.folder, name);
  execFileSync('git', ['clone', '-q', bare, to]);
  return to;
};

/** A colleague's commit, pushed to the remote. */
const elsewhere = (message: string): string => {
  const there = clone('colleague');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ben', '-c', 'user.email=ben@example.com', ...args], {
      cwd: there,
      encoding: 'utf8',
    });
  git('commit', '-q', '--allow-empty', '-m', message);
  git('push', '-q', 'origin', 'main');
  return git('rev-parse', 'HEAD').trim();
};

test('branch and tag arrive together, and unpushed commits with them', async () => {
  await start();
  const { released, faults } = await release();
  expect(faults).toEqual([]);
  expect(refs(bare)).toBe(`refs/heads/main ${released.commit}\nrefs/tags/v0.2.0 ${released.tagObject}\n`);
  expect(place.git('rev-parse', 'HEAD', 'origin/main', 'v0.2.0').trim().split('\n')).toEqual([
    released.commit,
    released.commit,
    released.tagObject,
  ]);
  expect(place.git('status', '--porcelain')).toBe('');
  execFileSync('git', ['-C', bare, 'fsck', '--strict'], { stdio: 'pipe' });
});

test('a remote that has nothing yet takes both', async () => {
  place = await makePlace();
  place.commit('feat: x');
  bare = join(place.folder, 'empty.git');
  execFileSync('git', ['init', '-q', '--bare', bare]);
  place.git('remote', 'add', 'origin', bare);
  const { released } = await release();
  expect(refs(bare)).toContain(`refs/heads/main ${released.commit}`);
});

test('the branch that is followed has another name there', async () => {
  await start();
  place.git('push', '-q', 'origin', 'main:trunk');
  place.git('fetch', '-q');
  place.git('branch', '-q', '--set-upstream-to=origin/trunk');
  const before = place.git('ls-remote', 'origin', 'refs/heads/main');
  const { released } = await release();
  expect(place.git('ls-remote', 'origin', 'refs/heads/trunk')).toContain(released.commit);
  expect(place.git('ls-remote', 'origin', 'refs/heads/main')).toBe(before);
});

describe('refusals leave both sides as they were', () => {
  const refused = async (fault: object): Promise<void> => {
    const before = [place.state(), refs(bare)];
    await expect(release()).rejects.toMatchObject(fault);
    expect([place.state(), refs(bare)]).toEqual(before);
  };

  test.each([
    [
      'everything',
      'pre-receive',
      'echo "frozen until Monday" >&2; exit 1',
      /pre-receive hook declined.*frozen until Monday/,
    ],
    [
      'the branch',
      'update',
      'case $1 in refs/heads/*) echo "main is protected" >&2; exit 1;; esac',
      /hook declined.*main is protected/,
    ],
    [
      'the tag',
      'update',
      'case $1 in refs/tags/*) echo "no tags today" >&2; exit 1;; esac',
      /hook declined.*no tags today/,
    ],
    ['without a word', 'update', 'exit 1', /hook declined/],
  ])('the remote refuses %s', async (_, hook, script, reason) => {
    await start();
    place.hook(bare, hook, script);
    await refused({ code: 'AG605', exit: 5, message: expect.stringMatching(reason) });
  });

  test('main moved on there, not fetched yet', async () => {
    await start();
    elsewhere('fix: meanwhile');
    await refused({ code: 'AG608', exit: 5 });
  });

  test('main moved on there, fetched', async () => {
    await start();
    elsewhere('fix: meanwhile');
    place.git('fetch', '-q');
    await refused({ code: 'AG608' });
    expect((await planRelease(place.world)).gates[0]).toMatchObject({ gate: 'remote', state: 'fail' });
  });

  test('main moves on there between the question and the push', async () => {
    await start();
    const plan = await planRelease(place.world);
    const before = place.state();
    let theirs = '';
    const racing = place.withPush((push) => {
      theirs = elsewhere('fix: just now');
      return push();
    });
    await expect(applyRelease(racing, plan)).rejects.toMatchObject({
      code: 'AG605',
      message: expect.stringContaining('stale info'),
    });
    expect(place.state()).toBe(before);
    expect(refs(bare)).toBe(`refs/heads/main ${theirs}\n`);
  });

  test('the tag exists there already', async () => {
    await start();
    execFileSync('git', ['-C', bare, 'tag', 'v0.2.0', 'main']);
    await refused({ code: 'AG601', message: expect.stringContaining('origin') });
  });

  test('the remote does not answer', async () => {
    await start();
    place.git('remote', 'set-url', 'origin', join(place.folder, 'gone.git'));
    await refused({ code: 'AG610', exit: 3 });
  });
});

describe('the answer to the push is lost', () => {
  /** The remote has taken everything, and autogov sees only a broken connection. */
  const losing = () =>
    place.withPush(async (push) => {
      await push();
      return { code: 128, stdout: new Uint8Array(), stderr: 'fatal: the remote end hung up\n' };
    });

  test('what the remote holds decides', async () => {
    await start();
    const { released, faults } = await applyRelease(losing(), await planRelease(place.world));
    expect(faults).toEqual([]);
    expect(place.git('rev-parse', 'HEAD').trim()).toBe(released.commit);
  });

  test('killed right after it: resume finishes from here and from another clone', async () => {
    await start(true);
    const plan = await planRelease(place.world);
    const killed = place.withPush(async (push) => {
      await push();
      throw new Error('killed');
    });
    await expect(applyRelease(killed, plan)).rejects.toThrow('killed');
    expect(place.git('tag')).toBe('');
    const { did, faults, standing } = await resumeRelease(place.world, 'v0.2.0');
    expect(faults).toEqual([]);
    expect(did).toEqual(['fetched v0.2.0 from origin', 'brought main to v0.2.0', 'recorded it in the audit log']);
    expect(standing).toMatchObject({
      missing: [],
      remote: { state: 'has' },
      branch: { state: 'contains' },
      signature: { state: 'granted' },
    });
    expect(place.git('status', '--porcelain')).toBe('');
    expect((await resumeRelease(place.world, 'v0.2.0')).did).toEqual([]);

    const other = clone('other');
    expect(await releaseStatus(place.standingIn(other))).toMatchObject({ tag: 'v0.2.0', missing: [] });
  });
});

describe('without a remote, killed between the refs and the files', () => {
  test('status says so, resume brings the files', async () => {
    place = await makePlace();
    place.commit('feat: x');
    const plan = await planRelease(place.world);
    const runNow: typeof place.world.processes.runNow = (command) => {
      const done = place.world.processes.runNow(command);
      if (command.args[0] === 'update-ref' && command.cwd === place.root) throw new Error('killed');
      return done;
    };
    await expect(applyRelease(place.withProcesses({ ...place.world.processes, runNow }), plan)).rejects.toThrow(
      'killed',
    );
    expect(place.git('status', '--porcelain')).not.toBe('');
    expect((await releaseStatus(place.world))?.missing).toEqual(['the work tree still holds the version before']);
    expect((await resumeRelease(place.world, 'v0.2.0')).did).toEqual(['brought main to v0.2.0']);
    expect(place.git('status', '--porcelain')).toBe('');
  });
});

describe('after the commit point', () => {
  test('a file that got in the way is reported, never overwritten; the release stands', async () => {
    await start();
    const plan = await planRelease(place.world);
    const meanwhile = place.withPush(async (push) => {
      const answer = await push();
      place.write({ 'CHANGELOG.md': 'mine\n' });
      return answer;
    });
    const { released, faults } = await applyRelease(meanwhile, plan);
    expect(faults).toMatchObject([{ code: 'AG611', exit: 5, detail: { what: 'the work tree' } }]);
    expect(refs(bare)).toContain(released.tagObject);
    expect(place.git('rev-parse', 'HEAD').trim()).toBe(plan.base.commit);
    expect(place.git('status', '--porcelain')).toBe('?? CHANGELOG.md\n');
    const again = await resumeRelease(place.world, 'v0.2.0');
    expect(again.faults).toMatchObject([{ code: 'AG611' }]);
    execFileSync('rm', [join(place.root, 'CHANGELOG.md')]);
    expect((await resumeRelease(place.world, 'v0.2.0')).faults).toEqual([]);
    expect(place.git('rev-parse', 'HEAD').trim()).toBe(released.commit);
  });
});

describe('resume and status', () => {
  test('no release yet', async () => {
    await start();
    expect(await releaseStatus(place.world)).toBeNull();
    await expect(resumeRelease(place.world, 'v0.2.0')).rejects.toMatchObject({ code: 'AG612' });
    await expect(releaseStatus(place.world, 'v9.9.9')).rejects.toMatchObject({ code: 'AG612' });
  });

  test('a tag that autogov did not make is looked at, never worked on', async () => {
    await start();
    place.git('tag', '-a', '-m', 'by hand', 'v0.2.0');
    expect(await releaseStatus(place.world)).toMatchObject({
      ours: false,
      signature: { state: 'unsigned' },
      remote: { state: 'lacks' },
    });
    await expect(resumeRelease(place.world, 'v0.2.0')).rejects.toMatchObject({ code: 'AG613' });
    place.git('tag', '-f', 'v0.2.0');
    await expect(releaseStatus(place.world)).rejects.toMatchObject({ code: 'AG613' });
  });

  test('released without a remote, pushed later', async () => {
    place = await makePlace();
    place.commit('feat: x');
    const { released } = await release();
    bare = place.remote();
    const later = place.standingIn(place.root);
    expect((await releaseStatus(later))?.missing).toEqual(['origin: it lacks the tag']);
    expect((await resumeRelease(later, 'v0.2.0')).did).toEqual(['pushed to origin']);
    expect(refs(bare)).toContain(`refs/tags/v0.2.0 ${released.tagObject}`);
  });

  test('a remote that cannot be asked is not taken for one that has the tag', async () => {
    await start();
    await release();
    place.git('remote', 'set-url', 'origin', join(place.folder, 'gone.git'));
    expect(await releaseStatus(place.world)).toMatchObject({
      remote: { state: 'unknown' },
      missing: ['origin: it could not be asked'],
    });
  });
});
