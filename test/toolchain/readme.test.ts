import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { splitCommand } from '../e2e/scenario/parse.js';
import { makePlace } from '../e2e/scenario/place.js';
import { runProgram } from '../e2e/scenario/run.js';
import { builds } from '../setup/builds.js';
import { networkEnvironment } from '../setup/network.js';
import { documentedCommands, isJourney } from '../setup/readme.js';
import { need } from '../setup/require.js';
import { packageFile } from '../world.js';

/** The README's journey, in its order, in one folder, as a reader would type it. */
describe.runIf(need('python3', 'toolchain'))('the README works as it stands', () => {
  test.each(builds)('$name', async (build) => {
    const place = makePlace();
    onTestFinished(() => place.end());
    let cwd = place.root;
    for (const { command, line } of documentedCommands(packageFile('README.md')).filter((each) =>
      isJourney(each.command),
    )) {
      const { words } = splitCommand(command, line);
      if (words[0] === 'cd') {
        cwd = join(cwd, words[1] ?? '');
        continue;
      }
      const started = words[0] === 'autogov' ? [...build.command, ...words.slice(1)] : words;
      const ran = await runProgram(place, started, { cwd, env: networkEnvironment(), timeout: 600_000 });
      expect(ran.status, `README:${line} ${command}\n${ran.stdout}${ran.stderr}`).toBe(0);
    }
  });
});
