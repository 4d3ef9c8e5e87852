import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verbs } from '../../src/commands/verbs.js';
import { builds } from '../setup/builds.js';
import { makePlace, type Place } from './scenario/place.js';
import { runProgram } from './scenario/run.js';

/** Faults of a command line that autogov does not understand, or of autogov itself. */
const misunderstood = ['AG101', 'AG102', 'AG103', 'AG104', 'AG900'];

/** Words as a shell splits them; the examples quote with double quotes only. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/**
 * With nothing on PATH no example gets further than to say what it lacks: it is parsed, its files are read, and neither git nor a
 * tool is started.
 */
const makeBarePlace = (): Place => {
  const place = makePlace();
  mkdirSync(join(place.base, 'nothing'));
  writeFileSync(join(place.root, 'answers.yaml'), 'owner: finance\n');
  writeFileSync(join(place.root, 'plan.json'), '{}\n');
  return { ...place, env: { ...place.env, PATH: join(place.base, 'nothing') } };
};

test.each(builds)('every example under --help is a command that autogov understands ($name)', async ({ command }) => {
  const place = makeBarePlace();
  const helpOf = async (words: readonly string[]): Promise<string> => {
    const { status, stdout } = await runProgram(place, [...command, ...words, '--help']);
    expect([words, status]).toEqual([words, 0]);
    return stdout;
  };
  try {
    for (const { name } of verbs) {
      const help = await helpOf([name]);
      const parts = /^Commands:\n((?: {2}.*\n)+)/m.exec(help)?.[1] ?? '';
      const pages = [help];
      for (const [, part = ''] of parts.matchAll(/^ {2}(\w+)/gm)) pages.push(await helpOf([name, part]));
      for (const page of pages) {
        const lines = [...page.matchAll(/^ {2}\$ autogov ?(.*)$/gm)].map(([, line = '']) => line);
        expect(lines, page).not.toEqual([]);
        for (const line of lines) {
          const { stdout, stderr } = await runProgram(place, [...command, ...wordsOf(line)]);
          const codes = [...`${stdout}${stderr}`.matchAll(/error\[(AG\d+)\]|"code":"(AG\d+)"/g)].map(
            ([, said, given]) => said ?? given ?? '',
          );
          expect([line, codes.filter((code) => misunderstood.includes(code))]).toEqual([line, []]);
        }
      }
    }
  } finally {
    place.end();
  }
});
