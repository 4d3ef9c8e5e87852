import { describe, expect, test } from 'vitest';
import { allRules, listRules, testRules } from '../../src/policy/index.js';
import { memoryRepository } from './repository.js';

const own = (examples: string, assert = '{ type: string, minLength: 3 }') =>
  `  OWN1:\n    select: { fact: pyproject, at: /project/name }\n    assert: ${assert}\n    severity: error\n` +
  `    message: m\n    why: w\n    examples: ${examples}\n`;
const policy = (rules: string) => `version: 1\nrules:\n${rules}`;
const good = own('{ pass: [abc], fail: [a] }');

const list = async (files: Readonly<Record<string, string>>) => {
  const { world, project } = memoryRepository(files);
  return listRules(world, project, ['mypy']);
};
const listed = async (files: Readonly<Record<string, string>>, id: string) =>
  (await list(files)).find((rule) => rule.id === id);

describe('policy list', () => {
  test('every bundled rule is there, whatever the policy has', async () => {
    const ids = (await allRules()).map(({ id }) => id);
    expect((await list({})).map(({ id }) => id)).toEqual([...ids].sort());
    const ours = await list({ '.autogov/policy.yaml': policy(good) });
    expect(ours.filter(({ state }) => state === 'notInPolicy')).toHaveLength(ids.length);
  });

  test.each<[string, Readonly<Record<string, string>>, object]>([
    ['fails', { 'src/a/Bad-Name.py': '', 'src/a/Worse-Name.py': '' }, { state: 'fail', open: 2 }],
    ['passes', { 'src/a/good.py': '' }, { state: 'pass', open: 0 }],
    [
      'is waived',
      {
        'src/a/Bad-Name.py': '',
        '.autogov/waivers.yaml':
          'version: 1\nwaivers:\n  - { rule: NAM003, path: src, reason: r, owner: o, expires: 2999-01-01 }\n',
      },
      { state: 'waived', open: 0 },
    ],
  ])('a rule that %s here says so', async (_, files, expected) => {
    expect(await listed(files, 'NAM003')).toMatchObject({
      severity: 'error',
      source: 'recommended@1',
      fixable: false,
      ...expected,
    });
  });

  test('a rule that could not be judged says why', async () => {
    const rule = await listed({ 'pyproject.toml': '[project]\nname = \n' }, 'TYP001');
    expect(rule).toMatchObject({ state: 'error', reason: expect.stringContaining('TOML') });
  });

  test("a rule of the repository's own has its line", async () => {
    const rule = await listed(
      { '.autogov/policy.yaml': policy(good), 'pyproject.toml': '[project]\nname = "a"\n' },
      'OWN1',
    );
    expect(rule).toMatchObject({ source: '.autogov/policy.yaml:3', state: 'fail', severity: 'error' });
  });

  test.each([
    ['2026-01-02', { severity: 'error' }],
    ['2026-01-03', { severity: 'warning', enforceFrom: '2026-01-03' }],
  ])('enforceFrom %s: %j', async (date, expected) => {
    const text = policy(`${good}    enforceFrom: ${date}\n  DOC002: { severity: error, enforceFrom: ${date} }\n`);
    for (const id of ['OWN1', 'DOC002']) {
      const { severity, enforceFrom } = (await listed({ '.autogov/policy.yaml': text }, id)) ?? {};
      expect({ severity, ...(enforceFrom === undefined ? {} : { enforceFrom }) }).toEqual(expected);
    }
  });

  test('a waiver of a tool is not called one of nothing', async () => {
    const waiver = 'version: 1\nwaivers:\n  - { rule: mypy, path: src, reason: r, owner: o, expires: 2999-01-01 }\n';
    expect(await listed({ '.autogov/waivers.yaml': waiver }, 'AUD002')).toMatchObject({ state: 'pass' });
  });
});

describe('policy test', () => {
  const run = async (text: string | undefined) => {
    const { world, project } = memoryRepository(text === undefined ? { 'a.py': '' } : { '.autogov/policy.yaml': text });
    return testRules(world, project);
  };

  test.each<[string, string | undefined, object[]]>([
    ['no policy', undefined, []],
    ['a policy without rules of its own', 'version: 1\n', []],
    ['examples that hold', policy(good), [{ rule: 'OWN1', examples: 2, failures: [] }]],
  ])('%s', async (_, text, expected) => expect(await run(text)).toEqual(expected));

  test('every example that does not hold is named, with its place', async () => {
    const [rule] = await run(policy(own('\n      pass: [abc, x]\n      fail:\n        - ab\n        - abcd\n')));
    expect(rule?.failures).toEqual([
      {
        example: 'pass/1',
        reason: expect.stringMatching(/^should pass, but it must NOT have fewer than 3 char/),
        path: '.autogov/policy.yaml',
        line: 10,
        column: 19,
      },
      { example: 'fail/1', reason: 'should fail, and passes', path: '.autogov/policy.yaml', line: 13, column: 11 },
    ]);
  });

  test.each([
    ['a schema that is none', '{ type: strin }'],
    ['a pattern that is not RE2', '{ type: string, pattern: "(?=a)" }'],
  ])('%s is a failure without an example', async (_, assert) => {
    const [rule] = await run(policy(own('{ pass: [abc], fail: [a] }', assert)));
    expect(rule?.failures).toMatchObject([{ example: null, line: 5, path: '.autogov/policy.yaml' }]);
  });
});
