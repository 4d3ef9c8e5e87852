import { describe, expect, test } from 'vitest';
import { collision, isWindowsReserved, pathProblem } from '../../src/scaffold/paths.js';

describe('a rendered path', () => {
  test.each([
    'README.md',
    '.gitignore',
    '.github/workflows/ci.yml',
    'src/invoices/__init__.py',
    '.autogov/policy.yaml',
    'docs/über.md',
    'console.md',
    'a..b',
    '.gitlab/x',
  ])('%s is allowed', (path) => expect(pathProblem(path)).toBeUndefined());

  test.each([
    ['', 'is empty'],
    ['/etc/passwd', 'is absolute'],
    ['C:/windows', 'is absolute'],
    ['c:x', 'is absolute'],
    ['a\\b', 'has a backslash'],
    ['../x', 'has the part ..'],
    ['a/../../x', 'has the part ..'],
    ['a/./b', 'has the part .'],
    ['a//b', 'has an empty part'],
    ['a/', 'has an empty part'],
    ['a\u0000b', 'has a control character'],
    ['a\nb', 'has a control character'],
    ['what?.txt', 'has a character that Windows refuses'],
    ['ab:stream', 'has a character that Windows refuses'],
    ['a /b', 'ends in a dot or space'],
    ['a./b', 'ends in a dot or space'],
    ['nul', 'is a device on Windows'],
    ['src/AUX.py', 'is a device on Windows'],
    ['com1.tar.gz', 'is a device on Windows'],
    ['lpt³', 'is a device on Windows'],
    ['.git/config', "git's own folder"],
    ['sub/.GIT/hooks/x', "git's own folder"],
    ['GIT~1/config', "git's own folder"],
    ['.autogov/access/0001.dsse.json', 'belongs to autogov itself'],
    ['.AutoGov/Allowed_Signers', 'belongs to autogov itself'],
    ['.autogov/lock.json', 'belongs to autogov itself'],
    ['a/'.repeat(120), 'is longer than 200 characters'],
  ])('%j is refused: %s', (path, reason) => expect(pathProblem(path)).toContain(reason));

  test.each([
    ['con', true],
    ['CON.txt', true],
    ['com0', true],
    ['conin$', true],
    ['com10', false],
    ['icon', false],
  ])('%s is a device: %s', (name, device) => expect(isWindowsReserved(name)).toBe(device));
});

describe('paths together', () => {
  test.each([
    [['a/b', 'a/c', 'd'], undefined],
    [['README.md', 'readme.md'], 'README.md and readme.md are one'],
    [['Src/a', 'src/b'], 'Src and src are one'],
    [['caf\u00e9', 'cafe\u0301'], 'are one'],
    [['a', 'a/b'], 'a is a file and a folder'],
    [['a/b', 'a'], 'a is a file and a folder'],
    [['a', 'a'], 'a is written twice'],
  ])('%j', (paths, reason) => {
    const found = collision(paths);
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(reason);
  });
});
