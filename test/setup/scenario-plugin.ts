import { join } from 'node:path';
import type { Plugin } from 'vite';

const runner = join(import.meta.dirname, '..', 'e2e', 'scenario', 'tests.ts');

/** Makes every `.scenario` file a test file of its own, so that a filter on the command line finds it by its name. */
export const scenarioPlugin = (): Plugin => ({
  name: 'autogov-scenario',
  enforce: 'pre',
  transform: (_text, id) => {
    const path = id.split('?')[0] ?? id;
    if (!path.endsWith('.scenario')) return undefined;
    const code = `import { testScenario } from ${JSON.stringify(runner)};\ntestScenario(${JSON.stringify(path)});\n`;
    return { code, map: null };
  },
});
