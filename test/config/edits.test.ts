import { describe, expect, test } from 'vitest';
import { parseToml, parseYaml, removeValue, setValue } from '../../src/config/index.js';

describe('setting a value leaves every other byte of TOML alone', () => {
  test.each([
    ['replaces a value and keeps its comment', 'a = 1 # one\nb = 2\n', '/a', 3, 'a = 3 # one\nb = 2\n'],
    [
      'adds a key to its table',
      '[tool.mypy]\nfiles = ["x"] # src\n\n[other]\n',
      '/tool/mypy/strict',
      true,
      '[tool.mypy]\nfiles = ["x"] # src\nstrict = true\n\n[other]\n',
    ],
    [
      'adds a table at the end',
      '[project]\nname = "a"\n',
      '/tool/mypy/strict',
      true,
      '[project]\nname = "a"\n\n[tool.mypy]\nstrict = true\n',
    ],
    ['reaches into an inline table', 'tool = { a = 1 }\n', '/tool/b', 'x', 'tool = { a = 1, b = "x" }\n'],
    [
      'follows dotted keys',
      '[tool]\nmypy.files = "x"\n',
      '/tool/mypy/strict',
      true,
      '[tool]\nmypy.files = "x"\nmypy.strict = true\n',
    ],
    ['keeps CRLF', '[a]\r\nb = 1\r\n', '/a/c', 2, '[a]\r\nb = 1\r\nc = 2\r\n'],
    ['keeps a file without a last line feed valid', '[a]\nb = 1', '/a/c', 2, '[a]\nb = 1\nc = 2\n'],
    ['puts a top-level key before the first table', 'x = 1\n[a]\n', '/y', 2, 'x = 1\ny = 2\n[a]\n'],
    ['quotes a key that needs it', '', '/tool/a b', 1, '[tool]\n"a b" = 1\n'],
    [
      'adds to a table that has only a header',
      '[tool.mypy] # strict soon\n[z]\n',
      '/tool/mypy/strict',
      true,
      '[tool.mypy] # strict soon\nstrict = true\n[z]\n',
    ],
  ])('%s', async (_, before, pointer, value, after) => {
    expect(await setValue(await parseToml(before, 'f'), pointer, value)).toBe(after);
  });

  test('refuses to turn a value into a table', async () => {
    await expect(setValue(await parseToml('tool = 1\n', 'f'), '/tool/x', 1)).rejects.toMatchObject({ code: 'AG142' });
  });
});

describe('setting a value leaves comments and layout of YAML alone', () => {
  test.each([
    ['replaces a scalar', 'a: 1   # one\nb:   2\n', '/a', 3, 'a: 3   # one\nb:   2\n'],
    ['adds a key to a nested map', 'a:\n    b: 1 # deep\nc: 2\n', '/a/x', 'y', 'a:\n    b: 1 # deep\n    x: y\nc: 2\n'],
    [
      'adds a key to an item of a list',
      'l:\n  - id: a\n  - id: b\n',
      '/l/0/timeout',
      '10m',
      'l:\n  - id: a\n    timeout: 10m\n  - id: b\n',
    ],
    ['quotes what would read as something else', 'a: x\n', '/a', 'yes: no', 'a: "yes: no"\n'],
    ['adds a list', 'a: 1\n', '/b', ['x', 'y'], 'a: 1\nb:\n  - x\n  - y\n'],
  ])('%s', async (_, before, pointer, value, after) => {
    expect(await setValue(await parseYaml(before, 'f'), pointer, value)).toBe(after);
  });
});

test.each([
  ['TOML', '[a]\nb = 1 # gone\nc = 2\n', '/a/b', '[a]\nc = 2\n'],
  ['YAML', 'a: 1\nb: 2\n', '/a', 'b: 2\n'],
] as const)('removing a key of %s takes its line and nothing else', async (language, before, pointer, after) => {
  const document = await (language === 'TOML' ? parseToml : parseYaml)(before, 'f');
  expect(await removeValue(document, pointer)).toBe(after);
});
