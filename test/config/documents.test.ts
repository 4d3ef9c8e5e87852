import { describe, expect, test } from 'vitest';
import { parseJson, parseToml, parseYaml } from '../../src/config/index.js';
import { Fault } from '../../src/faults/index.js';

const parsers = { YAML: parseYaml, TOML: parseToml, JSON: parseJson };

const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Fault)) throw new Error(`expected a fault, got ${String(error)}`);
  return error;
};

describe('a file that does not parse is named with its line and column', () => {
  test.each([
    ['YAML', 'version: 1\nrules: [a, b\n', 'AG140', 3],
    ['YAML', 'a: 1\na: 2\n', 'AG140', 2],
    ['YAML', 'a: &x 1\nb: *y\n', 'AG140', 2],
    ['YAML', 'a: 1\n---\nb: 2\n', 'AG140', 2],
    ['TOML', '[project]\nname = \n', 'AG140', 2],
    ['TOML', 'a = 1\na = 2\n', 'AG140', 2],
    ['JSON', '{"a": 1,\n "b": }\n', 'AG140', 2],
  ] as const)('%s %j', async (language, text, code, line) => {
    const fault = await faultOf(parsers[language](text, 'some/file'));
    expect({ code: fault.code, path: fault.detail.path, line: fault.detail.line }).toEqual({
      code,
      path: 'some/file',
      line,
    });
  });
});

describe('a document that would exhaust the reader is refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefg'[i]}`)}]`),
  ].join('\n');
  test.each([
    ['YAML aliases', 'YAML', bomb],
    ['YAML nesting in brackets', 'YAML', '['.repeat(100_000)],
    ['YAML nesting in braces', 'YAML', '{a: '.repeat(10_000)],
    ['size', 'TOML', `a = "${'x'.repeat(6 * 1024 * 1024)}"`],
  ] as const)('%s', async (_, language, text) => {
    expect((await faultOf(parsers[language](text, 'f'))).code).toBe('AG143');
  });
});

describe('every value and key is found where it stands', () => {
  const yaml = 'project:\n  id: x # here\nautomations:\n  - id: one\n  - { id: two, timeout: 10m }\n';
  const toml =
    '[project]\nname = "a"\n\n[tool.mypy]\nstrict = true\nfiles = ["a", "b"]\n[tool.ruff]\nlint = { select = ["E"] }\na.b = 1\n[[tool.x]]\nk = 1\n';
  const json = '{\n  "a": {\n    "b": [1, 22]\n  }\n}\n';
  test.each([
    ['YAML', yaml, '/project/id', [2, 7], [2, 3]],
    ['YAML', yaml, '/automations/1/timeout', [5, 25], [5, 16]],
    ['YAML', yaml, '/automations/0/timeout', [4, 5], [4, 5]],
    ['YAML', yaml, '/nothing/at/all', [1, 1], [1, 1]],
    ['TOML', toml, '/tool/mypy/strict', [5, 10], [5, 1]],
    ['TOML', toml, '/tool/mypy/files/1', [6, 15], [6, 15]],
    ['TOML', toml, '/tool/mypy/missing', [4, 1], [4, 1]],
    ['TOML', toml, '/tool/ruff/lint/select', [8, 19], [8, 10]],
    ['TOML', toml, '/tool/ruff/a/b', [9, 7], [9, 3]],
    ['JSON', json, '/a/b/1', [3, 14], [3, 14]],
  ] as const)('%s %#: %s %s', async (language, text, pointer, value, key) => {
    const document = await parsers[language](text, 'f');
    const at = ({ line, column }: { line: number; column: number }) => [line, column];
    expect([at(document.locate(pointer)), at(document.locateKey(pointer))]).toEqual([value, key]);
  });
});
