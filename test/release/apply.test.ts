import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, test } from 'vitest';
import { findLog, readRecords, verifyLog } from '../../src/audit/index.js';
import { applyRelease, planRelease, releaseStatus } from '../../src/release/index.js';
import { need } from '../setup/require.js';
import { packageFile } from '../world.js';
import { defaultSigners, makePlace, type Place } from './place.js';

let place: Place;
afterEach(() => place.remove());

const start = async (governed = false): Promise<Place> => {
  place = await makePlace(governed);
  place.commit('feat(run): read xlsx');
  return place;
};

const release = async () => applyRelease(place.world, await planRelease(place.world));

const noTrace = (): void => {
  const left = readdirSync(place.folder).filter((name) => name.startsWith('autogov-release-'));
  expect(left).toEqual([]);
};

describe('without a remote', () => {
  test('branch, tag, files and work tree stand, and git itself accepts them', async () => {
    await start();
    place.write({ 'notes/mine.txt': 'dirty elsewhere\n', 'notes/staged.txt': 'staged\n' });
    place.git('add', 'notes/staged.txt');
    const { released, faults } = await release();
    expect(faults).toEqual([]);
    expect(released).toMatchObject({ version: '0.2.0', tag: 'v0.2.0', branch: 'main', remote: null });
    expect(place.git('rev-parse', 'HEAD', 'v0.2.0').trim().split('\n')).toEqual([released.commit, released.tagObject]);
    expect(place.git('status', '--porcelain', '--untracked-files=all')).toBe(
      'A  notes/staged.txt\n?? notes/mine.txt\n',
    );
    expect(readFileSync(join(place.root, 'pyproject.toml'), 'utf8')).toContain('version = "0.2.0" # the version\n');
    expect(readFileSync(join(place.root, 'src/demo_bot/__init__.py'), 'utf8')).toContain('__version__ = "0.2.0"\n');
    expect(readFileSync(join(place.root, 'CHANGELOG.md'), 'utf8')).toContain(
      '## [0.2.0] - 2026-03-04\n\n### Added\n\n- run: read xlsx',
    );
    expect(place.git('diff-tree', '-r', '--name-only', '--no-commit-id', 'HEAD~1', 'HEAD')).toBe(
      'CHANGELOG.md\npyproject.toml\nsrc/demo_bot/__init__.py\n',
    );
    place.git('fsck', '--strict');
    expect((await planRelease(place.world)).release.next).toBeNull();
    noTrace();
  });

  test.runIf(need('ssh-keygen', 'toolchain'))(
    'git verify-tag and verify-commit accept the signatures, and refuse a changed message',
    async () => {
      await start();
      const { released } = await release();
      const signers = join(place.folder, 'allowed');
      writeFileSync(signers, defaultSigners());
      const verify = (...args: string[]) =>
        execFileSync('git', ['-c', 'gpg.format=ssh', '-c', `gpg.ssh.allowedSignersFile=${signers}`, ...args], {
          cwd: place.root,
          stdio: 'pipe',
        });
      verify('verify-tag', 'v0.2.0');
      verify('verify-commit', released.commit);
      const forged = place.git('cat-file', 'tag', 'v0.2.0').replace('read xlsx', 'read docx');
      const object = execFileSync('git', ['hash-object', '-t', 'tag', '-w', '--stdin'], {
        cwd: place.root,
        input: forged,
        encoding: 'utf8',
      });
      place.git('update-ref', 'refs/tags/forged', object.trim());
      expect(() => verify('verify-tag', 'forged')).toThrow();
    },
  );

  test('the tag says what plan and policy it was made by', async () => {
    await start(true);
    const plan = await planRelease(place.world);
    await applyRelease(place.world, plan);
    const text = place.git('cat-file', 'tag', 'v0.2.0');
    expect(text).toContain(`Autogov-Plan: sha256:${plan.digest}\n`);
    expect(text).toContain(`Autogov-Policy: sha256:${plan.policy}\n`);
    expect(text).toContain(`Autogov-Base: ${plan.base.commit}\n`);
    expect(text).toMatch(/Autogov-Access: 1 sha256:[0-9a-f]{64}\n/);
  });

  test('the record stands in the audit log, and the log holds', async () => {
    await start(true);
    const { released } = await release();
    const log = findLog(place.world, undefined, '01JDTESTPROJECT00000000000');
    const [newest] = readRecords(place.world.files, log, {}, 1).records;
    expect(released.record).toEqual({ index: newest?.index, id: newest?.record.common.id });
    expect(newest?.record.name).toBe('release');
    const schema = JSON.parse(packageFile('schemas/predicates/release.schema.json'));
    const ajv = new Ajv2020({ strictRequired: false, allowUnionTypes: true });
    ajv.addFormat('date-time', true);
    expect([ajv.validate(schema, newest?.record.statement.predicate), ajv.errors]).toEqual([true, null]);
    expect(newest?.record.statement.subject).toEqual([
      { name: 'main', digest: { gitCommit: released.commit } },
      { name: 'v0.2.0', digest: { gitTag: released.tagObject } },
    ]);
    expect(await verifyLog(place.world.files, log)).toMatchObject({ sound: true });
  });

  test('two releases follow each other; modes, CRLF and other bytes stay', async () => {
    await start();
    place.commit('chore: log', { 'CHANGELOG.md': '# Log\r\n\r\n## [Unreleased]\r\n', '.gitattributes': '* -text\n' });
    place.git('update-index', '--chmod=+x', 'src/demo_bot/__init__.py');
    place.git('commit', '-q', '-m', 'chore: mode');
    place.git('checkout', '-q', '-f', 'HEAD', '--', '.');
    await release();
    place.commit('fix: round half even');
    await release();
    expect(place.git('tag').trim().split('\n')).toEqual(['v0.2.0', 'v0.2.1']);
    expect(place.git('ls-files', '--stage', 'src/demo_bot/__init__.py')).toMatch(/^100755 /);
    expect(readFileSync(join(place.root, 'CHANGELOG.md'), 'utf8').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});

describe('unusual repositories', () => {
  test('a linked work tree', async () => {
    await start();
    const linked = join(place.folder, 'linked');
    place.git('worktree', 'add', '-q', '-b', 'next', linked);
    const world = place.standingIn(linked);
    const { released } = await applyRelease(world, await planRelease(world));
    expect(released.branch).toBe('next');
    expect(readFileSync(join(linked, 'pyproject.toml'), 'utf8')).toContain('0.2.0');
    expect(place.git('rev-parse', 'next', 'v0.2.0^{}').trim().split('\n')).toEqual([released.commit, released.commit]);
  });

  test('SHA-256 object ids', async () => {
    await start();
    const other = join(place.folder, 'sha256');
    execFileSync('git', ['init', '-q', '--object-format=sha256', '-b', 'main', other]);
    execFileSync('cp', [
      '-r',
      join(place.root, 'pyproject.toml'),
      join(place.root, 'src'),
      join(place.root, '.autogov'),
      other,
    ]);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ana', '-c', 'user.email=a@example.com', ...args], {
        cwd: other,
        encoding: 'utf8',
      });
    git('add', '-A');
    git('commit', '-q', '-m', 'feat: x');
    const world = place.standingIn(other);
    const { released } = await applyRelease(world, await planRelease(world));
    expect(released.commit).toMatch(/^[0-9a-f]{64}$/);
    git('fsck', '--strict');
    expect(await releaseStatus(world)).toMatchObject({ ours: true, signature: { state: 'notChecked' } });
  });

  test('a commit that quotes the frame of a signature', async () => {
    await start();
    place.commit('feat: x -----BEGIN SSH SIGNATURE----- y\n\nAutogov-Plan: sha256:no');
    await release();
    expect(await releaseStatus(place.world)).toMatchObject({
      ours: true,
      signature: { state: 'notChecked' },
      missing: [],
    });
  });

  test('a repository whose configuration would execute something', async () => {
    await start();
    const trap = join(place.folder, 'trap');
    writeFileSync(trap, `#!/bin/sh\ntouch ${place.folder}/sprung\ncat\n`, { mode: 0o755 });
    for (const key of [
      'gpg.ssh.program',
      'gpg.program',
      'core.fsmonitor',
      'core.hooksPath',
      'filter.x.clean',
      'filter.x.smudge',
      'core.editor',
    ]) {
      place.git('config', key, key === 'core.hooksPath' ? place.folder : trap);
    }
    for (const name of ['pre-commit', 'post-checkout', 'pre-push', 'reference-transaction', 'post-index-change']) {
      writeFileSync(join(place.folder, name), `#!/bin/sh\ntouch ${place.folder}/sprung\n`, { mode: 0o755 });
    }
    place.write({ '.git/info/attributes': '* filter=x\n' });
    const world = place.standingIn(place.root);
    await applyRelease(world, await planRelease(world));
    expect(existsSync(join(place.folder, 'sprung'))).toBe(false);
  });
});

describe('refusals change nothing', () => {
  const refused = async (fault: object, act: () => Promise<unknown> = release): Promise<void> => {
    const before = place.state();
    await expect(act()).rejects.toMatchObject(fault);
    expect(place.state()).toBe(before);
    noTrace();
  };

  test('a dirty file that the release would edit', async () => {
    await start();
    place.write({ 'pyproject.toml': '[project]\nname = "demo-bot"\nversion = "0.1.0"\n' });
    await refused({ code: 'AG310', detail: { path: 'pyproject.toml' } });
  });

  test.each<[string, () => void]>([
    ['a new commit', () => place.commit('fix: y')],
    ['another branch', () => place.git('switch', '-q', '-c', 'other')],
    ['a new tag', () => place.git('tag', 'v0.1.5', 'HEAD')],
  ])('a plan that is stale by %s', async (_, change) => {
    await start();
    const plan = await planRelease(place.world);
    change();
    await refused({ code: 'AG602' }, () => applyRelease(place.world, plan));
  });

  test('a key that the access chain does not grant', async () => {
    await start(true);
    const agent = place.stranger();
    await refused({ code: 'AG428' }, async () =>
      applyRelease({ ...place.world, agent }, await planRelease(place.world)),
    );
  });

  test('a policy that the access chain did not sign', async () => {
    await start(true);
    place.commit('feat: easier', { '.autogov/policy.yaml': 'version: 1\nrelease:\n  types: [docs]\n' });
    await refused({ code: 'AG425' });
  });

  test('a commit that the policy refuses, with the place', async () => {
    await start();
    place.commit('feat: y', { '.autogov/policy.yaml': 'version: 1\nextends:\n  - source: autogov:recommended\n' });
    await refused({ code: 'AG607' });
  });

  test('nobody whom git knows', async () => {
    await start();
    writeFileSync(join(place.folder, 'home', '.gitconfig'), '');
    await refused({ code: 'AG203' });
  });

  test('another release under way', async () => {
    await start();
    const plan = await planRelease(place.world);
    const locks = { take: async () => undefined };
    await refused({ code: 'AG901' }, () => applyRelease({ ...place.world, locks }, plan));
  });

  test('Ctrl-C before the commit point', async () => {
    await start();
    const plan = await planRelease(place.world);
    const onInterrupt = (handler: () => void) => {
      handler();
      return () => undefined;
    };
    const processes = { ...place.world.processes, onInterrupt };
    await refused({ code: 'AG131' }, () => applyRelease({ ...place.world, processes }, plan));
  });

  /** Each git call that could be the last one before the machine dies: refs, index and work tree are as before. */
  test('death at any git call before the commit point', async () => {
    await start();
    const plan = await planRelease(place.world);
    const before = place.state();
    let calls = 0;
    const dying = (allowed: number) => {
      let left = allowed;
      const runNow: typeof place.world.processes.runNow = (command) => {
        if (command.args[0] === 'update-ref' && command.cwd === place.root) throw new Error('commit point');
        if (left-- <= 0) throw new Error('killed');
        calls++;
        return place.world.processes.runNow(command);
      };
      return place.withProcesses({ ...place.world.processes, runNow });
    };
    await expect(applyRelease(dying(Number.POSITIVE_INFINITY), plan)).rejects.toThrow('commit point');
    const all = calls;
    expect(all).toBeGreaterThan(10);
    for (let allowed = 0; allowed < all; allowed++) {
      await expect(applyRelease(dying(allowed), plan)).rejects.toThrow('killed');
      expect(place.state()).toBe(before);
    }
    await applyRelease(place.world, plan);
    expect(existsSync(join(place.root, 'CHANGELOG.md'))).toBe(true);
  });
});
