import { expect, test } from 'vitest';
import { documentedCommands, isJourney } from '../setup/readme.js';
import { packageFile } from '../world.js';

const commands = documentedCommands(packageFile('README.md'));

/** What is run elsewhere than in the journey, and where. */
const elsewhere: Readonly<Record<string, string>> = {
  'npm ci': '.ci/run, before everything else',
  'npm test': 'this very run',
  'npm run demo': 'test/toolchain/demo.test.ts',
};

test('the README shows commands', () => expect(commands.length).toBeGreaterThan(3));

test.each(commands)('README:$line `$command` is run by a test', ({ command }) => {
  if (isJourney(command) || Object.hasOwn(elsewhere, command)) return;
  expect.fail('no test knows how to run this');
});

test.each([
  ['```console\n$ a b   # why\nout\n```', ['a b']],
  ['```sh\n# note\na && b\n```', ['a', 'b']],
  ['```yaml\n$ a\n```\n`$ b`', []],
])('%j shows %j', (markdown, expected) =>
  expect(documentedCommands(markdown).map(({ command }) => command)).toEqual(expected),
);
