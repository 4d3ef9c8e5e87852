import { expect, test } from 'vitest';
import { parseYaml, validate } from '../../src/config/index.js';

const manifest = (lines: string): string =>
  `project:\n  id: 01JD0000000000000000000000\n  owner: ops\nautomations:\n  - id: invoices\n    entrypoint: { module: invoices }\n${lines}`;

test('a manifest as runs are described by it is accepted', async () => {
  const document = await parseYaml(
    manifest('    timeout: 10m\n    retries: { max: 2, delay: 30s }\n'),
    'automation.yaml',
  );
  expect((await validate('manifest', document)).automations[0]?.id).toBe('invoices');
});

test.each([
  ['a typo names the nearest key', '    timeuot: 10m\n', 'AG141', 'unknown key timeuot; did you mean timeout?', 7, 5],
  [
    'a wrong unit',
    '    timeout: 10 minutes\n',
    'AG142',
    '/automations/0/timeout must be: a number and a unit: ms, s, m, h or d',
    7,
    14,
  ],
  [
    'a value outside its list',
    '    mode: relaxed\n',
    'AG142',
    '/automations/0/mode must be one of "development", "governed"',
    7,
    11,
  ],
  ['a wrong type', '    secrets: TOKEN\n', 'AG142', '/automations/0/secrets must be array', 7, 14],
  ['a key deep inside', '    retries: { maximum: 2 }\n', 'AG141', 'unknown key maximum; did you mean max?', 7, 16],
])('%s', async (_, lines, code, message, line, column) => {
  const document = await parseYaml(manifest(lines), 'automation.yaml');
  const error = await validate('manifest', document).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code, detail: { path: 'automation.yaml', line, column } });
  expect(String(error)).toContain(message);
});

test.each([
  ['{ command: [true] }', 'AG142', '/automations/0/entrypoint/command/0 must be string'],
  ['{ command: [] }', 'AG142', '/automations/0/entrypoint/command needs at least 1 item'],
  ['{ module: 3 }', 'AG142', '/automations/0/entrypoint/module must be string'],
  ['{ modul: a }', 'AG141', 'unknown key modul; did you mean module?'],
])('of two forms the one that was meant is explained: %s', async (entrypoint, code, message) => {
  const text = manifest('').replace('{ module: invoices }', entrypoint);
  await expect(validate('manifest', await parseYaml(text, 'automation.yaml'))).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test('a key that is missing is reported at its parent', async () => {
  const document = await parseYaml('project: { id: 01JD0000000000000000000000, owner: x }\n', 'automation.yaml');
  await expect(validate('manifest', document)).rejects.toThrow('lacks the key automations');
});
