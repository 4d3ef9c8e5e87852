import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builds } from '../setup/builds.js';
import { makePlace, type Place } from './scenario/place.js';
import { runProgram } from './scenario/run.js';

const automations = ['a', 'b', 'c', 'd'];
const rounds = 12;
/** At most: the test ends when enough runs were killed in the middle and enough came through. */
const mostRounds = 150;

/** Numbers from 0 to 1 that look random and are the same in every run of the test. */
const sequence = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

interface Acknowledged {
  readonly id: string;
  readonly index: number;
  readonly runId: string;
}

/** Run an automation; with a delay, autogov itself is killed after so many milliseconds. Its answer, if it came out whole. */
const runOnce = (
  place: Place,
  command: readonly string[],
  id: string,
  kill?: number,
): Promise<Acknowledged | undefined> =>
  new Promise((done, failed) => {
    const [program = '', ...args] = [...command, 'run', id, '--json'];
    const child = spawn(program, args, { cwd: place.root, env: place.env, stdio: ['ignore', 'pipe', 'ignore'] });
    const timer = kill === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), kill);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.on('error', failed);
    child.on('close', (code) => {
      clearTimeout(timer);
      if (kill === undefined && code !== 0) failed(new Error(`run ${id} ended with ${code}: ${out}`));
      done(out.endsWith('\n') ? JSON.parse(out).data.record : undefined);
    });
  });

interface ListedRecord {
  readonly type: string;
  readonly outcome: string | null;
}

/** How many runs of all automations got as far as executing something. */
const countLines = (witness: string): number =>
  automations
    .map((id) => `${witness}-${id}`)
    .filter((path) => existsSync(path))
    .reduce((sum, path) => sum + readFileSync(path, 'utf8').split('\n').length - 1, 0);

interface LoggedRecord {
  readonly type: string;
  readonly id: string;
  readonly runId: string | undefined;
}

/** The records that the log on disk holds, read without autogov. */
const readLog = (place: Place): readonly LoggedRecord[] => {
  const logs = readdirSync(join(place.state, 'logs')).filter((name) => /^[0-9a-f]{32}$/.test(name));
  const committed = logs.filter((name) => existsSync(join(place.state, 'logs', name, 'checkpoint')));
  expect(committed.length).toBeGreaterThan(0);
  return committed.flatMap((name) => {
    const size = Number(readFileSync(join(place.state, 'logs', name, 'checkpoint'), 'utf8').split('\n')[1]);
    const lines = readFileSync(join(place.state, 'logs', name, 'records', '000000.jsonl'), 'utf8').split('\n');
    const records = lines.slice(0, size).map((line) => {
      const { predicateType, predicate } = JSON.parse(Buffer.from(JSON.parse(line).payload, 'base64').toString());
      return { type: predicateType.split(':')[3], id: predicate.id, runId: predicate.runId };
    });
    // A process that was killed while it made the log of this project leaves one that nobody uses.
    return records.length > 1 ? records : [];
  });
};

test.each(builds)('four at once under random SIGKILL lose no acknowledged record ($name)', async ({ command }) => {
  const place = makePlace();
  try {
    const witness = join(place.base, 'witness');
    const entry = (id: string): string =>
      `  - { id: ${id}, entrypoint: { command: [sh, -c, 'echo "$AUTOGOV_RUN_ID" >> "$0"; sleep 0.02', '${witness}-${id}'] } }\n`;
    const project = 'project: { id: 01JD0000000000000000000000, owner: x }\n';
    writeFileSync(join(place.root, 'automation.yaml'), `${project}automations:\n${automations.map(entry).join('')}`);
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
      ['commit', '-q', '-m', 'feat: first'],
    ]) {
      expect((await runProgram(place, ['git', ...args])).status).toBe(0);
    }
    const acknowledged: Acknowledged[] = [];
    const underFire = (): number => acknowledged.length;
    const orphans = (): number => countLines(witness) - underFire();
    const work = async (id: string, seed: number): Promise<void> => {
      const next = sequence(seed);
      let usual = 500;
      for (let round = 0; round < mostRounds; round++) {
        if (round >= rounds && underFire() >= 10 && orphans() >= 10) break;
        const started = performance.now();
        const answer = await runOnce(place, command, id, (0.3 + next()) * usual);
        // How long a run takes here and now is learnt, so that kills fall before, within and after it on any machine.
        if (answer === undefined) usual *= 1.05;
        else usual = performance.now() - started;
        if (answer !== undefined) acknowledged.push(answer);
      }
    };
    await Promise.all(automations.map(work));
    expect({ acknowledged: underFire() >= 10, killed: orphans() >= 10 }).toEqual({ acknowledged: true, killed: true });
    // The killed processes are gone, so every lock is free and what they left half-written is settled by the next.
    for (const id of automations) acknowledged.push((await runOnce(place, command, id)) ?? expect.fail('no answer'));

    const verified = await runProgram(place, [...command, 'audit', 'verify', '--json']);
    expect(JSON.parse(verified.stdout).data).toMatchObject({ sound: true, problems: [] });
    const log = readLog(place);
    for (const { id, index, runId } of acknowledged) expect(log[index]).toEqual({ type: 'run-record', id, runId });
    const started = new Set(log.filter((record) => record.type === 'run-start').map((record) => record.runId));
    const executed = automations.flatMap((id) => readFileSync(`${witness}-${id}`, 'utf8').trim().split('\n'));
    for (const runId of executed) expect(started).toContain(runId);
    const ended = new Set(log.filter((record) => record.type === 'run-record').map((record) => record.runId));
    for (const runId of ended) expect(started).toContain(runId);
    expect(new Set(log.map((record) => record.id)).size).toBe(log.length);

    // A start without an end is an orphan, and the list shows it as a run without an outcome.
    const orphaned = new Set([...started].filter((runId) => !ended.has(runId)));
    expect(orphaned.size).toBeGreaterThan(0);
    const listed = await runProgram(place, [...command, 'audit', 'log', '--json', '--limit', '1000']);
    const open = JSON.parse(listed.stdout).data.records.filter((record: ListedRecord) => record.type === 'run-start');
    expect(open).toHaveLength(started.size);
    expect(open.every((record: ListedRecord) => record.outcome === null)).toBe(true);
  } finally {
    place.end();
  }
});
