import { describe, expect, onTestFinished, test } from 'vitest';
import { makePlace } from '../e2e/scenario/place.js';
import { runProgram } from '../e2e/scenario/run.js';
import { builds } from '../setup/builds.js';
import { networkEnvironment } from '../setup/network.js';
import { need } from '../setup/require.js';

describe.runIf(need('python3', 'toolchain'))('the demo tells its whole story', () => {
  test.each(builds)('$name', async (build) => {
    const place = makePlace();
    onTestFinished(() => place.end());
    const ran = await runProgram(place, [...build.command, 'demo'], { env: networkEnvironment(), timeout: 600_000 });
    expect(ran.status, ran.stdout + ran.stderr).toBe(0);
    // The story in its order: each of these is the heart of a step.
    const parts = ['autogov init', 'autogov check', 'autogov run', 'autogov audit verify', 'autogov release', '0.2.0'];
    let at = 0;
    for (const part of parts) {
      const found = ran.stdout.indexOf(part, at);
      expect(found, `${part} after\n${ran.stdout.slice(at)}\n${ran.stderr}`).toBeGreaterThanOrEqual(0);
      at = found;
    }
  });
});
