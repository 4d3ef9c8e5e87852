import { describe, expect, test } from 'vitest';
import { applyFixes, judgePolicy, planFixes } from '../../src/policy/index.js';
import type { FixPlan } from '../../src/policy/model.js';
import { memoryRepository } from './repository.js';

type Files = Parameters<typeof memoryRepository>[0];
const planned = async (files: Files) => {
  const repository = memoryRepository(files);
  const { world, project } = repository;
  const result = await judgePolicy(world, project);
  return { ...repository, result, plan: await planFixes(world, project, result) };
};
const paths = (plan: FixPlan) => plan.files.map(({ path, action }) => `${action} ${path}`);

const pyproject = `# the project
[project]
name = "invoices"   # as on the index
requires-python = ">=3.12, <4"

[tool.mypy]
strict = false # later
`;

describe('a plan', () => {
  test('keeps comments and layout, and mends what the rules declare', async () => {
    const { plan } = await planned({ 'pyproject.toml': pyproject, 'src/invoices/__init__.py': '' });
    const after = plan.files.find((file) => file.path === 'pyproject.toml')?.content ?? '';
    expect(after).toContain(
      '# the project\n[project]\nname = "invoices"   # as on the index\nrequires-python = ">=3.12"\n',
    );
    expect(after).toContain('[tool.mypy]\nstrict = true # later\n');
    expect(after).toContain('target-version = "py312"');
    expect(plan.remaining).toEqual([]);
    expect(paths(plan)).toContain('create src/invoices/py.typed');
  });

  test('gives a rule its turn that a fix of another made applicable', async () => {
    const { plan } = await planned({ 'pyproject.toml': pyproject });
    expect(plan.files.find((file) => file.path === 'pyproject.toml')?.rules).toEqual(
      expect.arrayContaining(['LNT001', 'LNT002']),
    );
  });

  test('writes nothing by itself, and is the same twice', async () => {
    const { plan, world, project, result, text } = await planned({ 'pyproject.toml': pyproject });
    expect(await planFixes(world, project, result)).toEqual(plan);
    expect(text('pyproject.toml')).toBe(pyproject);
  });

  test('leaves out what is waived', async () => {
    const { plan } = await planned({
      'pyproject.toml': pyproject,
      '.autogov/waivers.yaml':
        'version: 1\nwaivers:\n  - { rule: TYP001, path: pyproject.toml, reason: r, owner: o, expires: "2999-01-01" }\n',
    });
    expect(plan.files[0]?.content).toContain('strict = false # later');
  });

  test('keeps CR LF', async () => {
    const { plan } = await planned({
      'pyproject.toml': pyproject.replaceAll('\n', '\r\n'),
      '.gitignore': '.venv/\r\n',
    });
    for (const path of ['pyproject.toml', '.gitignore']) {
      const content = plan.files.find((file) => file.path === path)?.content ?? 'no such file\n';
      expect(content.replaceAll('\r\n', '')).not.toContain('\n');
    }
  });

  test('takes generated files out of the index', async () => {
    const { plan } = await planned({ 'pyproject.toml': pyproject, 'src/a/__pycache__/x.pyc': 'x' });
    expect(plan.untrack).toEqual(['src/a/__pycache__/x.pyc']);
  });

  test('nothing to mend is an empty plan', async () => {
    const { plan } = await planned({ '.autogov/policy.yaml': 'version: 1\n' });
    expect(plan).toMatchObject({ files: [], untrack: [], remaining: [] });
  });
});

describe('what is never written', () => {
  test('a file through a link', async () => {
    const { plan } = await planned({ 'docs/real.toml': pyproject, 'pyproject.toml': { link: 'docs/real.toml' } });
    expect(paths(plan)).not.toContain('change pyproject.toml');
    expect(plan.remaining).toContain('TYP001');
  });

  test('a file in a folder that leads out of the repository', async () => {
    const { plan } = await planned({ 'automation.yaml': 'project: {}\n', docs: { link: '/etc' } });
    expect(paths(plan)).not.toContain('create docs/runbook.md');
    expect(plan.remaining).toContain('DOC005');
  });

  test('a text that is no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(pyproject), Buffer.from([0x23, 0xe9, 0x0a])]);
    const { plan } = await planned({ 'pyproject.toml': bytes });
    expect(paths(plan)).not.toContain('change pyproject.toml');
  });
});

describe('applying', () => {
  test('mends, and the rules agree afterwards', async () => {
    const { plan, world, project, text, taken } = await planned({
      'pyproject.toml': pyproject,
      'src/invoices/__init__.py': '',
      'dist/a.whl': 'x',
    });
    await applyFixes(world, project, plan);
    for (const file of plan.files) expect(text(file.path)).toBe(file.content);
    expect(taken).toEqual(['dist/a.whl']);
    const again = await planFixes(world, project, await judgePolicy(world, project));
    expect(again.files).toEqual([]);
  });

  test('refuses a plan from another state, and writes nothing', async () => {
    const { plan, world, project } = await planned({ 'pyproject.toml': pyproject });
    world.files.writeAtomic(`${project.root}/pyproject.toml`, `${pyproject}# edited meanwhile\n`);
    const before = world.memory.snapshot();
    await expect(applyFixes(world, project, plan)).rejects.toMatchObject({ code: 'AG720', exit: 5 });
    expect(world.memory.snapshot()).toEqual(before);
  });

  test('a file that appeared meanwhile is not replaced', async () => {
    const { plan, world, project } = await planned({ 'pyproject.toml': pyproject });
    world.files.writeAtomic(`${project.root}/SECURITY.md`, 'mine\n');
    await expect(applyFixes(world, project, plan)).rejects.toMatchObject({ code: 'AG720' });
  });

  test.each([1, 2, 3])('a write that fails after %i leaves every file as it was', async (after) => {
    const { plan, world, project } = await planned({ 'pyproject.toml': pyproject, 'src/invoices/__init__.py': '' });
    const before = world.memory.snapshot();
    const target = plan.files[after];
    world.memory.fail('writeAtomic', `${project.root}/${target?.path}`, 'full');
    await expect(applyFixes(world, project, plan)).rejects.toMatchObject({ code: 'AG213' });
    expect(world.memory.snapshot()).toEqual(before);
  });
});
