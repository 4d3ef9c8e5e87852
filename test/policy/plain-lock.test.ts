import { describe, expect, test } from 'vitest';
import { isPlainLock } from '../../src/policy/facts/plain-lock.js';

const hash = `sha256:${'0a'.repeat(32)}`;
const head =
  'version = 1\nrevision = 5\nrequires-python = ">=3.11"\nresolution-markers = [\n    "python_full_version < \'3.15\'",\n]\n\n';
const own =
  '[[package]]\nname = "app"\nversion = "0.1.0"\nsource = { editable = "." }\n\n[package.dev-dependencies]\ndev = [\n    { name = "ruff" },\n]\n\n[package.metadata]\n\n[package.metadata.requires-dev]\ndev = [{ name = "ruff", specifier = ">=0.17,<0.18" }]\n\n';
const wheel = `    { url = "https://example.com/ruff.whl", hash = "${hash}", size = 12, upload-time = "2026-10-17T00:02:52.479Z" },\n`;
const ruff = (files: string): string =>
  `[[package]]\nname = "ruff"\nversion = "0.17.6"\nsource = { registry = "https://example.com/simple" }\ndependencies = [\n    { name = "x", marker = "sys_platform == 'win32'" },\n]\nwheels = [\n${files}]\n`;

test('what uv writes for packages of an index is plain', () => {
  expect(isPlainLock(head + own + ruff(wheel + wheel))).toBe(true);
});

describe('a lock that must be looked at in full is never taken for plain', () => {
  test.each([
    ['a file without a hash', ruff('    { url = "https://example.com/ruff.whl", size = 12 },\n')],
    ['a short hash', ruff(wheel.replace(hash, 'sha256:00'))],
    ['another digest', ruff(wheel.replace('sha256:', 'md5:'))],
    ['no file at all', ruff('')],
    [
      'a git source',
      ruff(wheel).replace(
        '{ registry = "https://example.com/simple" }',
        '{ git = "https://example.com/ruff?rev=main#0a1b" }',
      ),
    ],
    [
      'a URL source',
      ruff(wheel).replace('registry = "https://example.com/simple"', 'url = "https://example.com/ruff.whl"'),
    ],
    ['a folder outside', own.replace('editable = "."', 'editable = "../elsewhere"')],
    ['a comment', `${ruff(wheel)}# by hand\n`],
    ['an escape in a string', ruff(wheel).replace('ruff.whl', 'r\\u0075ff.whl')],
    ['a list that does not close', ruff(wheel).slice(0, -2)],
    ['an item outside of a list', ruff(wheel).replace('wheels = [\n', '')],
    ['a second source on one line', ruff(wheel).replace('" }\ndep', '", git = "https://example.com/x" }\ndep')],
    ['CRLF', ruff(wheel).replaceAll('\n', '\r\n')],
  ])('%s', (_, packages) => expect(isPlainLock(head + packages)).toBe(false));
});
