import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builds } from '../setup/builds.js';
import { makePlace } from './scenario/place.js';
import { runProgram } from './scenario/run.js';

const cases = builds.flatMap(({ name, command }) =>
  [
    { conflict: 'skip', says: 'this run was skipped' },
    { conflict: 'fail', says: 'wait for the other run to end' },
  ].map((each) => ({ name, command, ...each })),
);

test.each(cases)('an automation that is running is not started again: 75, $conflict ($name)', async (each) => {
  const place = makePlace();
  try {
    const job = '{ command: [python3, -c, \'import time; print("ready", flush=True); time.sleep(600)\'] }';
    const project = 'project: { id: 01JD0000000000000000000000, owner: x }\n';
    const limit = `{ limit: 1, onConflict: ${each.conflict} }`;
    const other = "  - { id: other, entrypoint: { command: [python3, -c, 'pass'] } }\n";
    const automation = `  - { id: slow, concurrency: ${limit}, entrypoint: ${job} }\n`;
    writeFileSync(join(place.root, 'automation.yaml'), `${project}automations:\n${automation}${other}`);
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
      ['commit', '-q', '-m', 'feat: first'],
    ]) {
      expect((await runProgram(place, ['git', ...args])).status).toBe(0);
    }
    const [program, ...args] = [...each.command, 'run', 'slow'];
    const first = spawn(program ?? '', args, { cwd: place.root, env: place.env, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = new Promise((done) => first.on('close', done));
    await new Promise((ready) => first.stdout.once('data', ready));
    const second = await runProgram(place, [...each.command, 'run', 'slow']);
    expect([second.status, second.stdout]).toEqual([75, '']);
    expect(second.stderr).toContain('error[AG314]: slow is already running');
    expect(second.stderr).toContain(each.says);
    expect((await runProgram(place, [...each.command, 'run', 'other'])).status).toBe(0);
    first.kill('SIGTERM');
    await ended;
    const listed = await runProgram(place, [...each.command, 'audit', 'log', '--json']);
    expect(JSON.parse(listed.stdout).data.log.size).toBe(5);
  } finally {
    place.end();
  }
});
