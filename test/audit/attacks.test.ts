import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FoundLog, findLog, type Log, type Verdict, verifyLog } from '../../src/audit/index.js';
import { ed25519FromSeed, fingerprint, sshPublicKeyLine } from '../../src/evidence/index.js';
import { Fault } from '../../src/faults/index.js';
import { createRandom } from '../../src/platform/clock.js';
import type { Signer } from '../../src/ports/index.js';
import { seededSigner } from '../world.js';
import { linesOf, rebuild } from './fabricate.js';
import { ana, copyOf, diskWorld, openTestLog } from './logs.js';

const runKey = ed25519FromSeed(Buffer.alloc(32, 9));
const runSigner: Signer = {
  keyId: fingerprint(runKey.publicKey),
  publicKey: runKey.publicKey,
  sign: async (message) => runKey.sign(message),
};

/** A log of six records: log-open, a run with its end, one thing more, a run without end, one thing more. */
const tellStory = async (log: Log): Promise<void> => {
  const start = { automation: 'invoices', mode: 'development', runKey: sshPublicKeyLine(runKey.publicKey) };
  const first = await log.append('run-start', [], start);
  await log.append('run-record', [], { automation: 'invoices', start: first, outcome: 'success' }, runSigner);
  await log.append('check-result', [], { result: 'pass' });
  await log.append('run-start', [], start);
  await log.append('refused', [], { automation: 'invoices' });
};

const { world, folder, remove } = diskWorld();
const copy = join(folder, 'copy');
const records = join(copy, 'records', '000000.jsonl');
let log: Log;
let honest: string[];

const verify = (path = copy, vkey?: string): Verdict => verifyLog(world.files, findLog(world, path, undefined, vkey));

/** Kinds of problem, or the code of the fault where not even that much could be read. */
const judged = (): string[] => {
  try {
    return verify().problems.map((problem) => `${problem.kind} ${problem.index ?? ''}`.trim());
  } catch (error) {
    if (error instanceof Fault) return [error.code];
    throw error;
  }
};

beforeAll(async () => {
  log = await openTestLog(world);
  await tellStory(log);
  honest = linesOf(log.folder);
});
afterAll(remove);
beforeEach(() => {
  rmSync(copy, { recursive: true, force: true });
  copyOf(log, copy);
});

test('the log itself is sound, and says what that does not prove', () => {
  expect(verify()).toMatchObject({
    sound: true,
    size: 6,
    anchored: 0,
    anchor: 'none',
    problems: [],
    vkeyFrom: 'state',
    checked: { signatures: 6, authority: false },
    unfinished: [expect.stringMatching(/^[0-9A-Z]{26}$/)],
    uncommitted: 0,
  });
});

test.each([
  ['records/000000.jsonl', 5],
  ['hashes.bin', 1],
  ['checkpoint', 1],
])('a flipped bit of %s is found, wherever it is', (file, stride) => {
  const path = join(copy, file);
  const bytes = readFileSync(path);
  const unseen: number[] = [];
  for (let at = 0; at < bytes.length; at += stride) {
    const changed = Buffer.from(bytes);
    changed[at] = (bytes[at] ?? 0) ^ (1 << (at % 7));
    writeFileSync(path, changed);
    if (judged().length === 0) unseen.push(at);
  }
  expect(unseen).toEqual([]);
});

const swap = (lines: string[], a: number, b: number): string[] =>
  lines.map((line, i) => (i === a ? (lines[b] ?? '') : i === b ? (lines[a] ?? '') : line));

describe('records changed without the key of the log', () => {
  const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
  test.each<[string, (lines: string[]) => string, string | RegExp]>([
    ['one deleted', (lines) => text(lines.toSpliced(2, 1)), 'records'],
    ['the last deleted', (lines) => text(lines.slice(0, -1)), 'records'],
    ['all deleted', () => '', 'records'],
    ['two swapped', (lines) => text(swap(lines, 2, 3)), 'records 2'],
    ['one in the place of another', (lines) => text(lines.with(3, lines[2] ?? '')), 'duplicate 3'],
    ['one put in twice', (lines) => text(lines.toSpliced(2, 0, lines[2] ?? '')), 'duplicate 3'],
    ['cut in the middle of a line', (lines) => text(lines).slice(0, -100), 'records'],
    ['the last line feed cut', (lines) => text(lines).slice(0, -1), 'records'],
    ['CRLF', (lines) => text(lines).replaceAll('\n', '\r\n'), 'signature 1'],
    ['a byte order mark', (lines) => `\xef\xbb\xbf${text(lines)}`, 'signature 0'],
    ['an empty line', (lines) => text(lines.toSpliced(2, 0, '')), 'signature 2'],
    ['a line of 65,536 bytes', (lines) => text(lines.with(2, 'x'.repeat(65_536))), 'signature 2'],
    ['no line feed at all', () => 'x'.repeat(200_000), 'records'],
    ['zero bytes', (lines) => '\0'.repeat(text(lines).length), 'records'],
  ])('%s', (_, change, kind) => {
    writeFileSync(records, change(honest), 'latin1');
    expect(judged()).toContainEqual(expect.stringMatching(kind));
  });
});

describe('records changed by who has the key of the log', () => {
  /** Sign the copy anew; a copy has its key nowhere, so it is lent for the moment. */
  const rewrite = (lines: readonly string[]): void => {
    copyFileSync(`${log.folder}.key`, `${copy}.key`);
    rebuild({ folder: copy }, lines);
    rmSync(`${copy}.key`);
  };

  test.each<[string, (lines: string[]) => string[], string]>([
    ['one deleted', (lines) => lines.toSpliced(3, 1), 'history 3'],
    ['two swapped', (lines) => swap(lines, 3, 4), 'history 3'],
    ['one repeated', (lines) => [...lines, lines[3] ?? ''], 'duplicate 6'],
    ['the end of a run repeated', (lines) => [...lines, lines[2] ?? ''], 'run 6'],
    [
      'an unsigned one',
      (lines) => [...lines, (lines[5] ?? '').replace(/"sig":".{20}/, '"sig":"AAAAAAAAAAAAAAAAAAAA')],
      'signature 6',
    ],
    ['no log-open', (lines) => lines.slice(1), 'record 0'],
    ['log-open again', (lines) => [...lines, lines[0] ?? ''], 'record 6'],
    ['all, with nothing left', () => [], 'checkpoint'],
  ])('%s', (_, change, kind) => {
    rewrite(change(honest));
    expect(judged().join('; ')).toContain(kind);
  });

  test('dropping the last records and their checkpoint is not seen, and nothing is called anchored', () => {
    rewrite(honest.slice(0, 3));
    expect(verify()).toMatchObject({ sound: true, size: 3, anchored: 0, anchor: 'none' });
  });

  test('a record of another log', async () => {
    const other = diskWorld({ random: createRandom() });
    const foreign = await openTestLog(other.world);
    await tellStory(foreign);
    rewrite([...honest, linesOf(foreign.folder)[3] ?? '']);
    expect(judged()).toContainEqual('signature 6');
    other.remove();
  });

  test('the end of a run signed by another key', async () => {
    const forged = diskWorld();
    const other = await openTestLog(forged.world);
    const start = await other.append('run-start', [], { runKey: sshPublicKeyLine(runKey.publicKey) });
    await other.append('run-record', [], { start, outcome: 'success' }, seededSigner(3));
    const verdict = verifyLog(forged.world.files, findLog(forged.world, other.id, undefined));
    expect(verdict.problems).toMatchObject([{ kind: 'run', index: 2 }]);
    forged.remove();
  });
});

describe('checkpoints', () => {
  const replace = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);
  test.each<[string, (text: string) => string, RegExp]>([
    ['missing text', () => '', /no signature/],
    ['CRLF', (text) => text.replaceAll('\n', '\r\n'), /control characters/],
    ['a byte order mark', (text) => `\uFEFF${text}`, /another log/],
    ['a hyphen for the dash', replace('— ', '- '), /malformed/],
    ['no blank line', replace('\n\n', '\n'), /no signature/],
    ['no last line feed', (text) => text.slice(0, -1), /no signature/],
    ['a line behind', (text) => `${text}\n`, /malformed|no signature/],
    ['two signatures', (text) => `${text}${text.slice(text.indexOf('—'))}`, /2 signatures/],
    ['size with a zero in front', replace('\n6\n', '\n06\n'), /origin, size and root/],
    ['size with a sign', replace('\n6\n', '\n+6\n'), /origin, size and root/],
    ['size as a float', replace('\n6\n', '\n6.0\n'), /origin, size and root/],
    ['another size', replace('\n6\n', '\n5\n'), /not that of the key/],
    ['an extension line', replace('=\n\n', '=\nmore\n\n'), /origin, size and root/],
    ['a root without padding', replace('=\n\n', '\n\n'), /origin, size and root/],
    ['the origin of another log', replace(/\/[0-9a-f]{32}/, `/${'0'.repeat(32)}`), /another log/],
    ['a tab', replace('— ', '—\t'), /control characters/],
    ['a signature cut short', (text) => `${text.slice(0, -10)}\n`, /malformed/],
    ['a key hash of another key', replace(/(— \S+ )..../, '$1AAAA'), /not that of the key/],
  ])('%s', (_, change, reason) => {
    const path = join(copy, 'checkpoint');
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    const { sound, problems } = verify();
    expect(sound).toBe(false);
    expect(problems).toMatchObject([{ kind: 'checkpoint', reason: expect.stringMatching(reason) }]);
  });

  test('a missing one', () => {
    rmSync(join(copy, 'checkpoint'));
    expect(judged()).toEqual(['checkpoint']);
  });

  test('a copy elsewhere is held against a key that was handed over', async () => {
    const elsewhere = diskWorld({ random: createRandom() });
    const stranger = (vkey?: string): FoundLog => findLog(elsewhere.world, copy, undefined, vkey);
    expect(stranger()).toMatchObject({ vkeyFrom: 'log', vkey: log.vkey });
    expect(verifyLog(elsewhere.world.files, stranger(log.vkey))).toMatchObject({ sound: true, vkeyFrom: 'given' });
    const another = await openTestLog(elsewhere.world);
    expect(verifyLog(elsewhere.world.files, stranger(another.vkey)).sound).toBe(false);
    expect(() => stranger('no vkey')).toThrow(expect.objectContaining({ code: 'AG102' }));
    elsewhere.remove();
  });
});

test('who may sign what is asked of the caller, once for each record that claims a right', () => {
  const asked: string[] = [];
  const verdict = verifyLog(world.files, findLog(world, log.id, undefined), {
    judge: ({ index, name, namespace, principal, publicKey }) => {
      asked.push(`${index} ${name} ${namespace} ${principal} ${Buffer.compare(publicKey, ana.signer.publicKey)}`);
      return index === 3 ? { verdict: 'refused', reason: 'not hers' } : { verdict: 'ungranted', reason: 'unknown' };
    },
  });
  expect(asked).toEqual(
    ['0 log-open', '1 run-start', '3 check-result', '4 run-start', '5 refused'].map(
      (each) => `${each} autogov.run@v1 ana@example.com 0`,
    ),
  );
  expect(verdict).toMatchObject({ sound: false, ungranted: 4, problems: [{ kind: 'authority', index: 3 }] });
});
