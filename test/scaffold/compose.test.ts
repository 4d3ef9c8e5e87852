import { describe, expect, test } from 'vitest';
import type { Template } from '../../src/config/index.js';
import { composeLayers, fillRegion } from '../../src/scaffold/compose.js';
import { createRender } from '../../src/scaffold/engine.js';
import type { Layer } from '../../src/scaffold/layers.js';

type Entry = Template['files'][number];

const layer = (id: string, files: readonly Entry[], sources: Record<string, string>): Layer => ({
  id,
  template: { layer: id, version: 1, title: id, files: [...files] },
  sources: new Map(Object.entries(sources)),
  digest: '0'.repeat(64),
});

const seed = (path: string, more: Partial<Entry> = {}): Entry => ({ path, ownership: 'seed', ...more });
const compose = (...layers: Layer[]) =>
  composeLayers(layers, { name: 'invoices', package: 'invoices', ci: 'github' }, createRender());

describe('layers compose', () => {
  test('in order, rendered, sorted', () => {
    const base = layer('base', [seed('b.txt'), seed('src/[[ package ]]/a.py', { from: 'a.py' })], {
      'b.txt': 'I am [[ name ]]',
      'a.py': '',
    });
    expect(compose(base).map(({ path, content, layer: by }) => [path, content, by])).toEqual([
      ['b.txt', 'I am invoices', 'base'],
      ['src/invoices/a.py', '', 'base'],
    ]);
  });

  test('only where `when` holds, for every answer of it', () => {
    const base = layer(
      'base',
      [
        seed('yes', { when: { ci: 'github', name: 'invoices' } }),
        seed('no', { when: { ci: 'gitlab' } }),
        seed('proto', { when: { toString: 'x' } }),
      ],
      { yes: '', no: '', proto: '' },
    );
    expect(compose(base).map((file) => file.path)).toEqual(['yes']);
  });

  const first = layer('base', [seed('a.md')], {
    'a.md': 'x\n<!-- autogov:begin run -->\n<!-- autogov:end run -->\ny\n',
  });

  test('two layers at one path are an error, unless the later one says so', () => {
    expect(() => compose(first, layer('ci/x', [seed('a.md')], { 'a.md': '' }))).toThrow(
      'a.md is already written by base',
    );
    const [made] = compose(first, layer('ci/x', [seed('a.md', { replaces: true })], { 'a.md': 'new' }));
    expect(made).toMatchObject({ content: 'new', layer: 'ci/x' });
  });

  test('a region is filled in place', () => {
    const entry: Entry = { path: 'a.md', ownership: 'region', region: 'run' };
    const [made] = compose(first, layer('kind/x', [entry], { 'a.md': 'how\nto\n' }));
    expect(made).toMatchObject({
      content: 'x\n<!-- autogov:begin run -->\nhow\nto\n<!-- autogov:end run -->\ny\n',
      layer: 'base',
      ownership: 'seed',
      filledBy: ['kind/x'],
    });
    const twice = layer('kind/x', [entry, entry], { 'a.md': 'z' });
    expect(() => compose(first, twice)).toThrow('has no empty region run');
    expect(() => compose(layer('kind/x', [entry], { 'a.md': 'z' }))).toThrow('not written by an earlier layer');
  });

  test.each([
    ['../up', 'has the part ..'],
    ['/abs', 'is absolute'],
    ['nul', 'device on Windows'],
    ['.git/hooks/pre-commit', "git's own folder"],
    ['.autogov/allowed_signers', 'belongs to autogov itself'],
  ])('a path like %s is refused', (path, reason) => {
    const hostile = layer('base', [seed(path, { from: 'x' })], { x: '' });
    expect(() => compose(hostile)).toThrow(
      expect.objectContaining({ code: 'AG505', message: expect.stringContaining(reason) }),
    );
  });

  test('paths that differ in case only are refused', () => {
    const hostile = layer('base', [seed('README.md', { from: 'x' }), seed('Readme.md', { from: 'x' })], { x: '' });
    expect(() => compose(hostile)).toThrow('are one on systems that ignore case');
  });
});

describe('a region', () => {
  test.each([
    ['# autogov:begin kind\n# autogov:end kind', '# autogov:begin kind\nx\n# autogov:end kind'],
    ['# autogov:begin kinds\n# autogov:end kinds', undefined],
    ['# autogov:begin kind\nold\n# autogov:end kind', undefined],
    ['# autogov:begin kind', undefined],
  ])('%j → %j', (text, expected) => expect(fillRegion(text, 'kind', 'x\n')).toBe(expected));
});
