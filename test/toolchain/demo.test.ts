import { describe, expect, onTestFinished, test } from 'vitest';
import { makePlace } from '../e2e/scenario/place.js';
import { runProgram } from '../e2e/scenario/run.js';
import { builds } from '../setup/builds.js';
import { networkEnvironment } from '../setup/network.js';
import { need } from '../setup/require.js';

/** Fails where the parts don't stand in the text in this order. */
const expectInOrder = (text: string, parts: readonly string[]): void => {
  let at = 0;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    expect(found, `${part}, in:\n${text.slice(at)}`).toBeGreaterThanOrEqual(0);
    at = found + part.length;
  }
};

describe.runIf(need('python3', 'toolchain'))('the demo tells its whole story', () => {
  test.each(builds)('$name', async (build) => {
    const place = makePlace();
    onTestFinished(() => place.end());
    const ran = await runProgram(place, [...build.command, 'demo'], { env: networkEnvironment(), timeout: 600_000 });
    expect(ran.status, ran.stdout + ran.stderr).toBe(0);
    expectInOrder(ran.stderr, [
      ...['$ autogov init', '$ autogov check', 'nothing found', '$ autogov check', 'NAM003', 'mypy    error', 'exit 1'],
      ...[
        '$ autogov run',
        'record  #2, signed',
        '$ autogov audit verify',
        'sound',
        '$ autogov audit verify',
        'NOT SOUND',
      ],
      ...['$ autogov release', 'released 0.2.0'],
    ]);
    expectInOrder(ran.stdout, ['every one ended as it should', 'folder: ', 'next: ']);
  });
});
