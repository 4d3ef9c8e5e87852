import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builds } from '../setup/builds.js';
import { makePlace } from './scenario/place.js';
import { runProgram } from './scenario/run.js';

const job = `
import signal, sys, time
def end(number, frame):
    print("tidied up", flush=True)
    sys.exit(9)
if sys.argv[1] == "tidy":
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
else:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
print("ready", flush=True)
time.sleep(600)
`;

const cases = builds.flatMap(({ name, command }) =>
  (
    [
      ['tidy', 'SIGINT', 9, 'failure'],
      ['tidy', 'SIGTERM', 9, 'failure'],
      ['plain', 'SIGINT', 130, 'cancellation'],
      ['plain', 'SIGTERM', 143, 'cancellation'],
    ] as const
  ).map(([id, signal, exit, outcome]) => ({ name, command, id, signal, exit, outcome })),
);

test.each(cases)(
  '$signal to autogov reaches the child, and the end is recorded: $id, exit $exit ($name)',
  async (each) => {
    const place = makePlace();
    try {
      const entry = (id: string): string => `  - { id: ${id}, entrypoint: { command: [python3, job.py, ${id}] } }\n`;
      const project = 'project: { id: 01JD0000000000000000000000, owner: x }\n';
      writeFileSync(join(place.root, 'automation.yaml'), `${project}automations:\n${entry('tidy')}${entry('plain')}`);
      writeFileSync(join(place.root, 'job.py'), job);
      for (const args of [
        ['init', '-q'],
        ['add', '-A'],
        ['commit', '-q', '-m', 'feat: first'],
      ]) {
        expect((await runProgram(place, ['git', ...args])).status).toBe(0);
      }
      const [program, ...args] = [...each.command, 'run', each.id];
      const ended = await new Promise<{ readonly code: number | null; readonly out: string }>((done, failed) => {
        const child = spawn(program ?? '', args, {
          cwd: place.root,
          env: place.env,
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        let out = '';
        child.stdout.on('data', (chunk: Buffer) => {
          out += chunk;
          if (out === 'ready\n') child.kill(each.signal);
        });
        child.on('error', failed);
        child.on('close', (code) => done({ code, out }));
      });
      expect(ended).toEqual({ code: each.exit, out: each.id === 'tidy' ? 'ready\ntidied up\n' : 'ready\n' });
      const listed = await runProgram(place, [...each.command, 'audit', 'log', '--json']);
      expect(JSON.parse(listed.stdout).data.records[0]).toMatchObject({
        type: 'run-record',
        outcome: each.outcome,
        exitCode: each.exit,
      });
    } finally {
      place.end();
    }
  },
);
