import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { leftOutReporter } from './test/setup/left-out.js';
import { scenarioPlugin } from './test/setup/scenario-plugin.js';

/** Where workers note what they left out; read once, at the end of the run, by the reporter. */
const notes = join(mkdtempSync(join(tmpdir(), 'autogov-test-')), 'left-out.jsonl');
const builds = './test/setup/builds-once.ts';
const own = ['test/e2e/**', 'test/toolchain/**', 'test/interop/**', 'test/engines/**'];
const env = { AUTOGOV_TEST_NOTES: notes };

const seconds = (count: number) => ({ testTimeout: count * 1000, hookTimeout: count * 1000 });

/** Two workers: what these tests start are programs, and a laptop or a CI machine has two cores to give. */
export default defineConfig({
  test: {
    reporters: ['default', leftOutReporter(notes)],
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...own, '**/fixtures/**'],
          env,
          ...seconds(60),
        },
      },
      {
        plugins: [scenarioPlugin()],
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/e2e/**/*.scenario'],
          globalSetup: builds,
          isolate: false,
          env,
          ...seconds(180),
        },
      },
      {
        test: {
          name: 'toolchain',
          include: ['test/toolchain/**/*.test.ts'],
          exclude: ['**/fixtures/**'],
          globalSetup: builds,
          env,
          ...seconds(900),
        },
      },
      {
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          exclude: ['**/fixtures/**'],
          env,
          ...seconds(600),
        },
      },
    ],
  },
});
