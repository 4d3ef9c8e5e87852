import { describe, expect, test } from 'vitest';
import { mypy } from '../../src/tools/adapters/mypy.js';
import { contextWith, type Ended, faultOf, root } from './setting.js';

const line = (over: object = {}): string =>
  `${JSON.stringify({
    file: 'src/run.py',
    line: 18,
    column: 11,
    end_line: 18,
    end_column: 12,
    message: '"None" has no attribute "rows"',
    hint: null,
    code: 'union-attr',
    severity: 'error',
    ...over,
  })}\n`;

describe('mypy', () => {
  test('columns are counted from 0, findings from 1', async () => {
    const { detail, findings } = await mypy.judge(await contextWith([{ code: 1, stdout: line() }]));
    expect(detail).toBe('1 error');
    expect(findings).toMatchObject([
      { rule: 'mypy', code: 'union-attr', path: 'src/run.py', line: 18, column: 12, endColumn: 13, severity: 'error' },
    ]);
  });

  test('a syntax error is counted from 1 already, and says that the rest was not checked', async () => {
    const { detail, findings } = await mypy.judge(
      await contextWith([{ code: 2, stdout: line({ code: 'syntax', column: 7, end_column: 8 }) }]),
    );
    expect(detail).toBe('1 error, which kept it from checking the rest');
    expect(findings[0]?.column).toBe(7);
  });

  test('a note explains the error before it; one that stands alone is information', async () => {
    const note = (over: object) => line({ severity: 'note', code: null, ...over });
    const { findings } = await mypy.judge(
      await contextWith([
        { code: 1, stdout: line() + note({ message: 'see here' }) + note({ line: 30, message: 'Revealed type' }) },
      ]),
    );
    expect(findings.map((each) => [each.severity, each.message])).toEqual([
      ['error', '"None" has no attribute "rows"; see here'],
      ['info', 'Revealed type'],
    ]);
  });

  test('a file outside of the repository is shown as the repository', async () => {
    const { findings } = await mypy.judge(await contextWith([{ code: 1, stdout: line({ file: '/usr/lib/x.pyi' }) }]));
    expect(findings[0]?.path).toBe('.');
  });

  test('a misspelt setting is a warning, although mypy passes', async () => {
    const { detail, findings } = await mypy.judge(
      await contextWith(
        [{ stderr: 'pyproject.toml: [mypy]: Unrecognized option: stricct = True\n' }],
        '[project]\nname = "a"\n[tool.mypy]\nstricct = true\n',
      ),
    );
    expect(detail).toBe('ok');
    expect(findings).toMatchObject([{ severity: 'warning', path: 'pyproject.toml', line: 3, code: 'settings' }]);
  });

  test.each<[string, string, Record<string, string>, string[]]>([
    ['its own files', '[tool.mypy]\nfiles = ["src"]\n', {}, []],
    ['its own packages', '[tool.mypy]\npackages = ["a"]\n', {}, []],
    ['mypy.ini', '', { [`${root}/mypy.ini`]: '[mypy]\nfiles = src\n' }, []],
    [
      'mypy.ini without files',
      '',
      { [`${root}/mypy.ini`]: '[mypy]\nstrict = true\n', [`${root}/src/a.py`]: '' },
      ['src'],
    ],
    ['src and tests', '', { [`${root}/src/a.py`]: '', [`${root}/tests/a.py`]: '' }, ['src', 'tests']],
    ['neither', '', {}, ['.']],
  ])('targets: %s', async (_, settings, tree, targets) => {
    const context = await contextWith([{}], settings, { tree });
    await mypy.judge(context);
    expect(context.calls[0]?.slice(4)).toEqual(targets);
  });

  test.each<[string, Ended, string]>([
    ['an internal error', { code: 2, stdout: 'src/a.py:1: error: INTERNAL ERROR\n' }, 'AG233'],
    ['a missing target', { code: 2, stderr: 'usage: mypy\nmypy: error: Missing target module' }, 'AG237'],
    ['nonsense', { code: 1, stdout: 'hello\n' }, 'AG234'],
    ['exit 1 and no error', { code: 1, stdout: '' }, 'AG234'],
    ['exit 0 with an error', { code: 0, stdout: line() }, 'AG234'],
    ['a crash of the interpreter', { code: 139 }, 'AG233'],
  ])('%s is no pass', async (_, answer, code) => {
    expect((await faultOf(mypy.judge(await contextWith([answer])))).code).toBe(code);
  });
});
