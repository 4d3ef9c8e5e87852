import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/evidence/index.js';
import { applyScaffold, planScaffold } from '../../src/scaffold/index.js';
import { baseRenders, readLock } from '../../src/scaffold/lock-file.js';
import { fakeGit, folder, given, request, scaffoldWorld } from './setting.js';

describe('a plan', () => {
  test('says every file, where it comes from and what it will hold, and writes nothing', async () => {
    const world = scaffoldWorld();
    const before = world.memory.changes.length;
    const plan = await planScaffold(world, request());
    expect(world.memory.changes.length).toBe(before);
    expect(plan).toMatchObject({ folder, state: 'new', layers: ['base', 'kind/data-etl', 'ci/github'] });
    const paths = plan.files.map((file) => file.path);
    expect(paths).toEqual([...paths].sort());
    expect(paths).toEqual(
      expect.arrayContaining([
        ...['pyproject.toml', '.python-version', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md', 'CODEOWNERS'],
        ...['CONTRIBUTING.md', 'AGENTS.md', '.editorconfig', '.gitattributes', '.gitignore', '.pre-commit-config.yaml'],
        ...['automation.yaml', 'docs/index.md', 'docs/runbook.md', '.autogov/policy.yaml', '.autogov/lock.json'],
        ...[
          '.autogov/allowed_signers',
          '.autogov/access/0001.dsse.json',
          'src/invoices/py.typed',
          'src/invoices/run.py',
        ],
        ...['.github/workflows/ci.yml', '.github/dependabot.yml', '.github/rulesets/default-branch.json'],
      ]),
    );
    expect(plan.files.find((file) => file.path === 'README.md')).toEqual({
      path: 'README.md',
      action: 'add',
      reason: 'base + kind/data-etl',
      before: null,
      after: sha256(Buffer.from(plan.contents.get('README.md') ?? '')),
    });
    expect(plan.files.find((file) => file.path === '.autogov/allowed_signers')).toMatchObject({ after: null });
  });

  test('is the same for the same answers', async () => {
    const digest = async () => (await planScaffold(scaffoldWorld(), request())).digest;
    const first = await digest();
    expect(await digest()).toBe(first);
    const other = await planScaffold(scaffoldWorld(), request({ given: given({ owner: 'finance' }) }));
    expect(other.digest).not.toBe(first);
  });

  test('leaves no mark of the template behind', async () => {
    const { contents } = await planScaffold(scaffoldWorld(), request());
    for (const [path, text] of contents) {
      expect(text, path).not.toMatch(/\[\[ \w|\[%/);
      if (text !== '') expect(text, path).toMatch(/[^\n]\n$/);
    }
  });

  test.each([
    ['--set', given({ owner: 'set' }, { owner: 'file' }, { owner: 'org' }), 'set'],
    ['--answers', given({}, { owner: 'file' }, { owner: 'org' }), 'file'],
    ["the organisation's default", given({}, {}, { owner: 'org', unknown: 'x' }), 'org'],
    ["the template's default", given(), 'ana@example.com'],
  ])('takes an answer from %s', async (_, answers, owner) => {
    const plan = await planScaffold(scaffoldWorld(), request({ given: answers }));
    expect(plan.answers).toMatchObject({ owner });
    expect(plan.contents.get('automation.yaml')).toContain(`owner: "${owner}"`);
  });

  test('asks a person what nobody has answered, with the defaults as proposals', async () => {
    const world = scaffoldWorld({ replies: { description: 'Adds up', license: 'MIT' } });
    const plan = await planScaffold(world, request({ unanswered: 'ask', given: given({ owner: 'finance' }) }));
    expect(plan.answers).toMatchObject({
      name: 'invoices',
      description: 'Adds up',
      purpose: 'Adds up',
      license: 'MIT',
    });
    expect(plan.contents.get('LICENSE')).toMatch(/^MIT License/);
  });

  test('without CI has no workflow', async () => {
    const plan = await planScaffold(scaffoldWorld(), request({ given: given({ ci: 'none' }) }));
    expect(plan.layers).toEqual(['base', 'kind/data-etl']);
    expect(plan.files.some((file) => file.path.startsWith('.github/'))).toBe(false);
  });

  test('an answer cannot leave its place in a file', async () => {
    const description = 'x" ]\n'.trim();
    const plan = await planScaffold(scaffoldWorld(), request({ given: given({ description, owner: '"}: [' }) }));
    expect(plan.contents.get('pyproject.toml')).toContain('description = "x\\" ]"');
    expect(plan.contents.get('automation.yaml')).toContain('owner: "\\"}: ["');
  });
});

describe('bad input', () => {
  test.each([
    ['a name that Python keeps', { given: given({ name: 'class' }) }, 'AG502', '--set name=class-automation'],
    ['a folder that is no name', { folder: '/home/ana/work/My Bot' }, 'AG502', '--set name=my-bot'],
    ['a question that nobody asks', { given: given({ onwer: 'x' }) }, 'AG503', 'did you mean: --set owner=…'],
    ['the same in a file', { given: given({}, { kidn: 'x' }) }, 'AG503', 'write kind instead of kidn'],
    ['a choice that is none', { given: given({ license: 'GPL' }) }, 'AG504', 'correct it: --set license=…'],
    ['a type that does not fit', { given: given({}, { owner: true }) }, 'AG504', 'correct it: --set owner=…'],
    ['two lines', { given: given({ description: 'a\nb' }) }, 'AG504', 'correct it: --set description=…'],
    ['a kind that is none', { given: given({ kind: 'data-elt' }) }, 'AG507', 'did you mean: --set kind=data-etl'],
    ['a path for a kind', { given: given({ kind: '../base' }) }, 'AG507', 'choose one of: data-etl'],
    ['nobody to ask', { unanswered: 'refuse' as const }, 'AG130', expect.stringContaining('--yes')],
  ])('%s is one fault', async (_, more, code, advice) => {
    const world = scaffoldWorld();
    await expect(planScaffold(world, request(more))).rejects.toMatchObject({ code, try: advice });
    expect(world.memory.changes).toEqual([]);
  });

  test.each([
    ['a folder with files', { [`${folder}/a.txt`]: 'mine' }, 'AG501'],
    ['a repository with commits', { [`${folder}/.git/commit`]: 'x' }, 'AG501'],
    ['a file', { [folder]: 'mine' }, 'AG510'],
    ['a link', { [folder]: { link: '/home/ana' } }, 'AG510'],
    ['a folder below a file', { '/home/ana/work/a': 'mine' }, 'AG510', '/home/ana/work/a/b'],
  ])('%s is left alone', async (_, tree, code, at = folder) => {
    const world = scaffoldWorld({ tree });
    await expect(planScaffold(world, request({ folder: at }))).rejects.toMatchObject({ code });
    expect(world.memory.changes).toEqual([]);
  });

  test('git and an identity come before every question', async () => {
    const git = fakeGit(scaffoldWorld().memory);
    const without = scaffoldWorld({ git: { ...git, program: undefined } });
    await expect(planScaffold(without, request())).rejects.toMatchObject({ code: 'AG201' });
    const nobody = scaffoldWorld({ git: { ...git, identity: () => undefined } });
    await expect(planScaffold(nobody, request())).rejects.toMatchObject({ code: 'AG203' });
  });
});

describe('a folder that was scaffolded before', () => {
  test('is left as it is', async () => {
    const world = scaffoldWorld();
    await applyScaffold(world, await planScaffold(world, request()));
    world.memory.put({ [`${folder}/README.md`]: 'mine' });
    world.memory.remove(`${folder}/SECURITY.md`);
    const before = world.memory.snapshot(folder);
    const plan = await planScaffold(world, request({ given: given({ owner: 'ana@example.com' }) }));
    expect(plan.state).toBe('done');
    expect(plan.files.every((file) => file.action === 'keep')).toBe(true);
    const reasons = Object.fromEntries(plan.files.map((file) => [file.path, file.reason]));
    expect(reasons).toMatchObject({
      'README.md': 'edited since',
      'SECURITY.md': 'removed since',
      'pyproject.toml': 'as scaffolded',
    });
    expect(world.memory.snapshot(folder)).toEqual(before);
  });

  test('keeps its answers', async () => {
    const world = scaffoldWorld();
    await applyScaffold(world, await planScaffold(world, request()));
    const again = planScaffold(world, request({ given: given({ owner: 'other' }) }));
    await expect(again).rejects.toMatchObject({ code: 'AG506', exit: 5 });
  });

  test('has a lock from which every file can be rendered again', async () => {
    const world = scaffoldWorld();
    const plan = await planScaffold(world, request());
    await applyScaffold(world, plan);
    const lock = await readLock(world, folder);
    expect(lock?.answers).toEqual(plan.answers);
    const renders = lock === undefined ? {} : baseRenders(lock);
    expect(Object.keys(renders).sort()).toEqual(lock?.files.map((file) => file.path));
    for (const { path, digest } of lock?.files ?? []) expect(sha256(Buffer.from(renders[path] ?? ''))).toBe(digest);
  });
});
