import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { judgePolicy } from '../../src/policy/index.js';
import { memoryRepository } from './repository.js';

const cache = '/home/ana/.cache/autogov/verdicts';
const root = '/home/ana/repo';
const told = 'what the memory says';

/** Another autogov; without sources it does not know what it was built from. */
interface Other {
  readonly version?: string;
  readonly sources?: string | null;
}

/** A repository that was judged once, and whose remembered verdict of NAM003 is one that no rule would come to. */
const remembered = async (
  files: Readonly<Record<string, string>> = { 'src/a/Bad-Name.py': '', 'pyproject.toml': '' },
) => {
  const made = memoryRepository(files);
  const { world } = made;
  const { memory } = world;
  const judge = async (other: Other = {}, options = {}): Promise<readonly string[]> => {
    const { sources: _, ...machine } = made.world.machine;
    const { version = world.version, sources = 'build-1' } = other;
    const told = sources === null ? machine : { ...machine, sources };
    const { outcomes } = await judgePolicy({ ...world, version, machine: told }, made.project, options);
    return outcomes.find(({ rule }) => rule === 'NAM003')?.findings.map(({ message }) => message) ?? [];
  };
  await judge();
  const [name = ''] = memory.list(cache);
  const path = `${cache}/${name}`;
  const rewrite = (change: (body: string) => string): void => {
    const body = change(memory.readText(path)?.slice(65) ?? '');
    memory.writeAtomic(path, `${createHash('sha256').update(body).digest('hex')}\n${body}`);
  };
  if (name !== '') rewrite((body) => body.replace(/module is not snake_case: [^"]*/, told));
  return { ...made, memory, judge, path, name, rewrite };
};

const live = ['module is not snake_case: Bad-Name → bad_name'];

test('what is unchanged is remembered, for every way to show it', async () => {
  const { judge } = await remembered();
  expect(await judge()).toEqual([told]);
  expect(await judge({}, { paths: ['docs'] })).toEqual([]);
  expect(await judge({}, { cache: false })).toEqual(live);
});

describe('is judged again', () => {
  type Made = Awaited<ReturnType<typeof remembered>>;
  const policy = 'version: 1\nextends: [{ source: autogov:recommended }]\n';
  test.each<[string, (made: Made) => void]>([
    ['when a file came', ({ memory }) => memory.writeAtomic(`${root}/new.md`, '')],
    ['when a file went', ({ memory }) => memory.remove(`${root}/pyproject.toml`)],
    ['when a document changed', ({ memory }) => memory.writeAtomic(`${root}/pyproject.toml`, '#')],
    ['when the policy changed', ({ memory }) => memory.writeAtomic(`${root}/.autogov/policy.yaml`, `${policy}#`)],
    ['on another day', ({ world }) => world.clock.advance(86_400_000)],
    ['when the entry is cut off', ({ memory, path }) => memory.truncate(path, 200)],
    ['when the entry is empty', ({ memory, path }) => memory.truncate(path, 0)],
    ['when the entry is no JSON', ({ rewrite }) => rewrite(() => 'nonsense')],
    ['when the entry was changed', ({ memory, path }) => memory.writeAtomic(path, `${memory.readText(path)} `)],
    ['when there is no entry', ({ memory, path }) => memory.remove(path)],
  ])('%s', async (_, change) => {
    const made = await remembered({ 'src/a/Bad-Name.py': '', 'pyproject.toml': '', '.autogov/policy.yaml': policy });
    expect(await made.judge()).toEqual([told]);
    change(made);
    expect(await made.judge()).toEqual(live);
  });

  test.each<[string, Other]>([
    ['by another build', { sources: 'build-2' }],
    ['by another version', { version: '9.9.9' }],
    ['by a build that does not know its sources', { sources: null }],
  ])('%s', async (_, other) => {
    expect(await (await remembered()).judge(other)).toEqual(live);
  });
});

test('nothing is remembered where something could not be read', async () => {
  const { name, judge } = await remembered({ 'src/a/Bad-Name.py': '', 'pyproject.toml': 'broken [' });
  expect(name).toBe('');
  expect(await judge()).toEqual(live);
});

test('the folder does not grow without bound, and nothing is written into the repository', async () => {
  const { memory, judge, path } = await remembered();
  for (let i = 0; i < 300; i++) memory.writeAtomic(`${cache}/${i}.json`, 'x');
  memory.truncate(path, 0);
  await judge();
  expect(memory.list(cache)).toHaveLength(1);
  expect(memory.list(root)).toEqual(['pyproject.toml', 'src']);
});
