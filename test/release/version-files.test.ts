import { describe, expect, test } from 'vitest';
import { parseSemver, type Version } from '../../src/release/version.js';
import {
  initPath,
  readPackage,
  setLockedVersion,
  setModuleVersion,
  setPackageVersion,
} from '../../src/release/version-files.js';

const next = parseSemver('1.5.0-rc.1') as Version;
const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (content: Uint8Array | undefined): string | undefined =>
  content === undefined ? undefined : Buffer.from(content).toString();

describe('pyproject.toml', () => {
  test.each([
    [
      'comments and order stay',
      '# top\n[project]\nversion = "1.4.2" # ours\nname = "a"\n',
      '# top\n[project]\nversion = "1.5.0rc1" # ours\nname = "a"\n',
    ],
    [
      'CRLF stays',
      '[project]\r\nname = "a"\r\nversion = "1.4.2"\r\n',
      '[project]\r\nname = "a"\r\nversion = "1.5.0rc1"\r\n',
    ],
    [
      'only that version',
      '[project]\nname = "a"\nversion = "1.4.2"\n[tool.x]\nversion = "1.4.2"\n',
      '[project]\nname = "a"\nversion = "1.5.0rc1"\n[tool.x]\nversion = "1.4.2"\n',
    ],
  ])('%s', async (_, before, after) => {
    const { document } = await readPackage(bytes(before));
    expect(text(await setPackageVersion(document, next))).toBe(after);
  });
  test.each<[string, string | undefined, object]>([
    ['absent', undefined, { code: 'AG603' }],
    [
      'does not parse',
      '[project\n',
      { code: 'AG140', detail: expect.objectContaining({ path: 'pyproject.toml', line: 1 }) },
    ],
    ['no project table', '[tool.x]\n', { code: 'AG603' }],
    [
      'no version',
      '[project]\nname = "a"\n',
      { code: 'AG603', detail: expect.objectContaining({ path: 'pyproject.toml', line: 1 }) },
    ],
    [
      'a dynamic version',
      '[project]\nname = "a"\ndynamic = ["version"]\n',
      { code: 'AG603', message: expect.stringContaining('dynamic') },
    ],
    [
      'a version of another kind',
      '[project]\nname = "a"\nversion = 1\n',
      { code: 'AG603', detail: expect.objectContaining({ line: 3 }) },
    ],
    [
      'a version SemVer cannot say',
      '[project]\nname = "a"\nversion = "1.4.post1"\n',
      { code: 'AG604', detail: expect.objectContaining({ line: 3, column: 11 }) },
    ],
  ])('%s is refused with its place', async (_, content, fault) => {
    await expect(readPackage(content === undefined ? undefined : bytes(content))).rejects.toMatchObject(fault);
  });
  test('bytes that are no UTF-8 are refused', async () => {
    await expect(readPackage(Buffer.from('[project]\nname = "\xff"\n', 'latin1'))).rejects.toMatchObject({
      code: 'AG616',
    });
  });
});

describe('__init__.py', () => {
  test.each([
    ['__version__ = "1.4.2"\n', '__version__ = "1.5.0rc1"\n'],
    ["'''Doc.'''\n__version__: str = '1.4.2'  # ours\n", "'''Doc.'''\n__version__: str = '1.5.0rc1'  # ours\n"],
    ['__version__="1.4.2"\r\n', '__version__="1.5.0rc1"\r\n'],
    ['__version__ = version("a")\n', undefined],
    ['VERSION = "1.4.2"\n', undefined],
    ['    __version__ = "1.4.2"\n', undefined],
  ])('%j → %j', (before, after) => expect(text(setModuleVersion(bytes(before), next))).toBe(after));
  test.each([
    ['Demo-Bot', 'src/demo_bot/__init__.py'],
    ['a.b__c', 'src/a_b_c/__init__.py'],
  ])('of %s is %s', (name, path) => expect(initPath(name)).toBe(path));
});

describe('uv.lock', () => {
  const lock = (own: string): string =>
    `version = 1\nrevision = 3\n\n[[package]]\nname = "demo"\nversion = "1.4.2"\nsource = { registry = "x" }\n\n${own}\n[[package]]\nname = "zed"\nversion = "1.4.2"\n`;
  const own = (version: string, source = '{ editable = "." }') =>
    `[[package]]\nname = "demo-bot"\nversion = "${version}"\nsource = ${source}\n`;
  test.each([
    ['editable', lock(own('1.4.2')), lock(own('1.5.0rc1'))],
    ['virtual', lock(own('1.4.2', '{ virtual = "." }')), lock(own('1.5.0rc1', '{ virtual = "." }'))],
    ['CRLF', lock(own('1.4.2')).replaceAll('\n', '\r\n'), lock(own('1.5.0rc1')).replaceAll('\n', '\r\n')],
    ['another project of that name', lock(own('1.4.2', '{ registry = "x" }')), undefined],
    ['no version (dynamic)', lock(own('1.4.2').replace('version = "1.4.2"\n', '')), undefined],
  ])('%s', (_, before, after) => expect(text(setLockedVersion(bytes(before), 'Demo_Bot', next))).toBe(after));
});
