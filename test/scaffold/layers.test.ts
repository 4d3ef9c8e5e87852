import { describe, expect, test } from 'vitest';
import type { Assets } from '../../src/ports/index.js';
import { choices, compileLayer, listChoices, readLayer } from '../../src/scaffold/layers.js';
import { makeWorld } from '../world.js';

const assetsOf = (files: Record<string, string>): { assets: Assets } => ({
  assets: {
    read: async (path) => files[path],
    list: async (folder) =>
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`))
        .sort(),
  },
});

const head = 'layer: base\nversion: 1\ntitle: Base\n';
const template = `${head}files:\n  - { path: a.txt, ownership: seed }\n`;

describe('the layers that travel with autogov', () => {
  test.each(['base', 'kind/data-etl', 'ci/github'])('%s is compiled as it stands', async (id) => {
    const world = makeWorld();
    expect(await readLayer(world, id)).toEqual(await compileLayer(world, id));
  });

  test('can be chosen', async () => {
    const world = makeWorld();
    const names = await Promise.all(
      choices.map(async (part) => (await listChoices(world, part)).map((each) => each.value)),
    );
    expect(names).toEqual([['data-etl'], ['github', 'none']]);
  });

  test('an unknown one is answered with the nearest', async () => {
    await expect(readLayer(makeWorld(), 'kind/data-elt')).rejects.toMatchObject({
      code: 'AG507',
      try: 'did you mean: --set kind=data-etl',
    });
  });
});

describe('a template.yaml', () => {
  test.each([
    ['an entry without its source', { 'templates/base/template.yaml': template }, 'AG505'],
    [
      'a source without an entry',
      {
        'templates/base/template.yaml': template,
        'templates/base/files/a.txt': '',
        'templates/base/files/b.txt': '',
      },
      'AG505',
    ],
    ['another name than its folder', { 'templates/base/template.yaml': template.replace('base', 'basis') }, 'AG505'],
    ['a key that nobody knows', { 'templates/base/template.yaml': `${template}hooks: [rm]\n` }, 'AG141'],
    [
      'a kind of question that nobody knows',
      { 'templates/base/template.yaml': `${template}questions: [{ name: a, type: code }]\n` },
      'AG142',
    ],
    ['YAML that does not parse', { 'templates/base/template.yaml': `${template}  : [` }, 'AG140'],
  ])('with %s is refused', async (_, files, code) => {
    await expect(compileLayer(assetsOf(files as Record<string, string>), 'base')).rejects.toMatchObject({ code });
  });

  test('has a digest that every byte of the layer decides', async () => {
    const digest = async (yaml: string, text: string) =>
      (
        await compileLayer(
          assetsOf({ 'templates/base/template.yaml': yaml, 'templates/base/files/a.txt': text }),
          'base',
        )
      ).digest;
    const all = [
      await digest(template, 'a'),
      await digest(template, 'b'),
      await digest(template.replace('1', '2'), 'a'),
    ];
    expect(new Set(all).size).toBe(3);
  });
});
