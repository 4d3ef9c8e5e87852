import { describe, expect, test } from 'vitest';
import { createRender } from '../../src/scaffold/engine.js';

const render = createRender();
const context = { name: 'invoices', description: 'He said "hi"\\', install: 'npm', size: 3, on: true };

/** Marks of Actions, Airflow and Jinja; none of them is ours. */
const actions = ['$', '{{ github.ref }} {{ ds }} {% if x %}'].join('');

describe('the template engine', () => {
  test.each([
    ['[[ name ]]', 'invoices'],
    ['[[ name | snake | upcase ]]', 'INVOICES'],
    ['[[ description | toml ]]', '"He said \\"hi\\"\\\\"'],
    ['[[ description | yaml ]]', '"He said \\"hi\\"\\\\"'],
    ["a[% if install == 'npm' %]b[% endif %]c", 'abc'],
    ['[% raw %][[ name ]][% endraw %]', '[[ name ]]'],
    [actions, actions],
    ['Callable[[], T]', 'Callable[[], T]'],
    ['[[tool.uv.index]]\nname = "[[ name ]]"', '[[tool.uv.index]]\nname = "invoices"'],
    ['[[ size ]] [[ on ]]', '3 true'],
    ['', ''],
  ])('%j → %j', (text, expected) => expect(render(text, context, 'base', 'a.txt')).toBe(expected));

  test.each([
    ['an unknown variable', '[[ nmae ]]'],
    ['an unknown filter', '[[ name | shout ]]'],
    ['a property of the prototype', '[[ name.constructor ]]'],
    ['a property of every object', '[[ constructor ]]'],
    ['a getter', '[[ __proto__ ]]'],
    ['the clock', "[[ 'now' | date: '%s' ]]"],
    ['an include', "[% include 'secrets.txt' %]"],
    ['a render', "[% render '/etc/passwd' %]"],
    ['a layout', "[% layout '../x' %]"],
    ['a loop', '[% for i in (1..1000000000) %]x[% endfor %]'],
    ['an assignment', "[% assign name = 'x' %]"],
    ['a counter', '[% increment size %]'],
    ['inline code', '[% liquid echo name %]'],
    ['a tag that is not closed', '[% if on %]x'],
    ['an output that is not closed', '[[ name'],
    ['a filter that builds arrays', "[[ name | split: '' | join ]]"],
  ])('refuses %s', (_, text) => {
    expect(() => render(text, context, 'base', 'a.txt')).toThrow(
      expect.objectContaining({ code: 'AG505', detail: expect.objectContaining({ layer: 'base', path: 'a.txt' }) }),
    );
  });

  test('names the line', () => {
    expect(() => render('one\ntwo [[ nmae ]]', context, 'base', 'a.txt')).toThrow(
      expect.objectContaining({ where: 'a.txt:2' }),
    );
  });

  test('one answer is never read as a template', () => {
    expect(render('[[ name ]]', { name: '[[ description ]]' }, 'base', 'a.txt')).toBe('[[ description ]]');
  });
});
