import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { builds } from '../../setup/builds.js';
import { type Group, need } from '../../setup/require.js';
import { alignLines } from './align.js';
import { type CommandStep, parseScenario } from './parse.js';
import { makePlace } from './place.js';
import { type Observed, runScenario } from './run.js';

const updating = process.env['AUTOGOV_UPDATE'] === '1';

/** One test per build. AUTOGOV_UPDATE=1 writes what the Node build showed into the file and leaves the other build to compare. */
export const testScenario = (path: string): void => {
  const scenario = parseScenario(readFileSync(path, 'utf8'));
  const able = scenario.needs.every(({ program, group }) => need(program, groupOf(group)));
  describe.runIf(able)(basename(path, '.scenario'), () => {
    for (const build of builds) {
      test(`${scenario.title} (${build.name})`, async () => {
        const place = makePlace({ ...scenario, version: packageJson.version });
        onTestFinished(() => place.end());
        const seen: Observed[] = [];
        const update = updating && build === builds[0];
        const current = update ? scenario : parseScenario(readFileSync(path, 'utf8'));
        await runScenario(current, build, place, (observed) => {
          seen.push(observed);
          expect(observed.problems, `schema problems of: ${observed.step.text}\n${observed.stdout.join('\n')}`).toEqual(
            [],
          );
          if (!update) expect(shown(observed), observed.stderr.join('\n')).toBe(expected(observed.step));
        });
        if (update) writeFileSync(path, updatedScenario(readFileSync(path, 'utf8'), seen));
      });
    }
  });
};

const groups: readonly Group[] = ['toolchain', 'interop', 'engines'];

const groupOf = (name: string): Group => {
  const group = groups.find((each) => each === name);
  if (group === undefined) throw new Error(`no such group: ${name}`);
  return group;
};

/** The expectations of a command as they stand in a file. */
export const expected = (step: CommandStep): string =>
  block(
    step,
    String(step.status),
    step.stdout,
    step.stderr,
    step.values.map((each) => each.json),
  );

/** What it showed, in the same form: equal to `expected` exactly when all is as expected. */
export const shown = ({ step, status, stdout, stderr, values }: Observed): string =>
  block(
    step,
    String(status),
    step.stdout && alignLines(step.stdout, stdout),
    step.stderr && alignLines(step.stderr, stderr),
    values,
  );

const block = (
  step: CommandStep,
  status: string,
  stdout: readonly string[] | undefined,
  stderr: readonly string[] | undefined,
  values: readonly string[],
): string =>
  [
    `$ ${step.text}`,
    ...(status === '0' ? [] : [`? ${status}`]),
    ...(stdout ?? []).map((line) => `> ${line}`),
    ...(stderr ?? []).map((line) => `! ${line}`),
    ...step.values.map(({ path }, index) => `= ${path} ${values[index] ?? 'undefined'}`),
    '',
  ].join('\n');

/** The scenario's text with the expectations of every command replaced by what was seen; comments between them move up. */
export const updatedScenario = (text: string, seen: readonly Observed[]): string => {
  const lines = text.split('\n');
  for (const observed of [...seen].reverse()) {
    const { line, end } = observed.step;
    const old = lines.slice(line, end - 1);
    const kept = old.filter((each) => each === '' || each.startsWith('#') || each.startsWith('@'));
    const explicitZero = old.includes('? 0') && observed.status === 0 ? ['? 0'] : [];
    const [command = '', ...rest] = shown(observed).trimEnd().split('\n');
    lines.splice(line - 1, end - line, command, ...explicitZero, ...rest, ...kept);
  }
  return lines.join('\n');
};
