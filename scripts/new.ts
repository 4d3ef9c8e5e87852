import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `npm run new rule NAM007`, `npm run new probe docker`: the one file and the one test that a new thing needs. */
const root = process.cwd();
const [kind, id] = process.argv.slice(2);

const makers: Readonly<
  Record<string, { readonly looksLike: RegExp; readonly files: (id: string) => Record<string, string> }>
> = {
  rule: {
    looksLike: /^[A-Z]{2,3}\d{3}$/,
    files: (name) => ({
      [`src/policy/rules/${name.toLowerCase()}.ts`]: [
        "import { rule } from '../rule.js';",
        '',
        'export default rule({',
        `  id: '${name}',`,
        "  severity: 'warning',",
        "  since: '0.1.0',",
        "  fact: 'tree',",
        "  what: '',",
        "  why: '',",
        "  next: '',",
        '  pass: [],',
        '  fail: [],',
        '  judge: () => [],',
        '});',
        '',
      ].join('\n'),
    }),
  },
  probe: {
    looksLike: /^[a-z][a-z-]*$/,
    files: (name) => ({
      [`src/doctor/probes/${name}.ts`]: [
        "import type { Probe } from '../probe.js';",
        '',
        'const probe: Probe = {',
        `  name: '${name}',`,
        '  order: 100,',
        '  async examine(world) {',
        `    const path = world.processes.find('${name}');`,
        "    if (path === undefined) return { state: 'missing', missing: '', mend: '' };",
        "    return { state: 'ok', path };",
        '  },',
        '};',
        '',
        'export default probe;',
        '',
      ].join('\n'),
      [`test/doctor/${name}.test.ts`]: [
        "import { expect, test } from 'vitest';",
        `import probe from '../../src/doctor/probes/${name}.js';`,
        "import { makeWorld } from '../world.js';",
        '',
        `test('says how a missing ${name} is mended', async () => {`,
        "  expect((await probe.examine(makeWorld())).state).toBe('missing');",
        '});',
        '',
      ].join('\n'),
    }),
  },
};

const maker = makers[kind ?? ''];
if (maker === undefined || id === undefined || !maker.looksLike.test(id)) {
  process.stderr.write(`usage: npm run new -- ${Object.keys(makers).join('|')} ID\n`);
  process.exitCode = 2;
} else {
  for (const [path, text] of Object.entries(maker.files(id))) {
    const at = join(root, path);
    if (existsSync(at)) {
      process.stderr.write(`${path} exists\n`);
      process.exitCode = 5;
      continue;
    }
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
    process.stdout.write(`${path}\n`);
  }
  process.stdout.write('next: fill it in, then npm run gen\n');
}
