import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planScaffold } from '../../src/scaffold/index.js';
import { given, request, scaffoldWorld } from '../scaffold/setting.js';
import { networkEnvironment } from '../setup/network.js';
import { need } from '../setup/require.js';
import { packageRoot } from '../world.js';

const installs = ['npm', 'none'] as const;

/** What the forge's own linters say of the generated workflow. */
describe('the generated workflow', () => {
  let folder: string;
  const at = (install: string): string => join(folder, install);
  const cache = join(packageRoot, 'node_modules', '.cache', 'autogov-test');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'autogov-workflow-'));
    for (const install of installs) {
      const { contents } = await planScaffold(scaffoldWorld(), request({ given: given({ install }) }));
      for (const [path, text] of contents) {
        mkdirSync(dirname(join(at(install), path)), { recursive: true });
        writeFileSync(join(at(install), path), text);
      }
      spawnSync('git', ['init', '-q', at(install)]);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('pins every action by commit, gives no permission on top, and has one job to require', () => {
    for (const install of installs) {
      const text = readFileSync(join(at(install), '.github/workflows/ci.yml'), 'utf8');
      const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
      expect(uses.length).toBeGreaterThan(3);
      for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      expect(text).toMatch(/^permissions: \{\}$/m);
      expect(text.includes('autogov@0.1.0 check')).toBe(install === 'npm');
      const rules = JSON.parse(readFileSync(join(at(install), '.github/rulesets/default-branch.json'), 'utf8')).rules;
      expect(JSON.stringify(rules)).toContain('[{"context":"ci"}]');
    }
  });

  describe.runIf(need('python3', 'toolchain'))('zizmor', () => {
    test.each(installs)('accepts it with install=%s', (install) => {
      const venv = join(cache, 'zizmor-1.32.0');
      const bin = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
      const env = { ...process.env, ...networkEnvironment() };
      const have = spawnSync(join(bin, 'zizmor'), ['--version'], { encoding: 'utf8' });
      if (have.status !== 0) {
        expect(spawnSync('python3', ['-m', 'venv', '--clear', venv], { env }).status).toBe(0);
        const got = spawnSync(join(bin, 'pip'), ['install', '--quiet', 'zizmor==1.32.0'], { env, encoding: 'utf8' });
        expect(got.status, got.stderr).toBe(0);
      }
      const ran = spawnSync(join(bin, 'zizmor'), ['--offline', '--persona=pedantic', '--no-progress', '.github'], {
        cwd: at(install),
        encoding: 'utf8',
      });
      expect(ran.status, ran.stdout + ran.stderr).toBe(0);
    });
  });

  describe.runIf(need('go', 'interop'))('actionlint', () => {
    const program = join(cache, 'go', process.platform === 'win32' ? 'actionlint.exe' : 'actionlint');
    const install = (): void => {
      const module = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';
      const env = { ...process.env, GOBIN: dirname(program) };
      const built = spawnSync('go', ['install', module], { env, encoding: 'utf8' });
      expect(built.status, built.stderr).toBe(0);
    };

    test.each(installs)('accepts it with install=%s', (answer) => {
      install();
      const ran = spawnSync(program, ['-no-color'], { cwd: at(answer), encoding: 'utf8' });
      expect(ran.status, ran.stdout + ran.stderr).toBe(0);
    });
  });
});
