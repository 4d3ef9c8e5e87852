import { describe, expect, test } from 'vitest';
import {
  assertRoundTrip,
  type Bump,
  type Channel,
  compareVersions,
  formatPep440,
  formatSemver,
  nextVersion,
  parsePep440,
  parseSemver,
  type Version,
} from '../../src/release/version.js';

const version = (text: string): Version => {
  const parsed = parseSemver(text);
  if (parsed === undefined) throw new Error(`the test gave ${text}`);
  return parsed;
};

describe('both spellings say the same', () => {
  test.each([
    ['0.0.0', '0.0.0'],
    ['1.4.2', '1.4.2'],
    ['10.20.30', '10.20.30'],
    ['2.0.0-alpha.0', '2.0.0a0'],
    ['2.0.0-beta.3', '2.0.0b3'],
    ['2.0.0-rc.12', '2.0.0rc12'],
  ])('%s = %s', async (semver, pep440) => {
    expect(formatPep440(version(semver))).toBe(pep440);
    expect(formatSemver(await parsePep440(pep440, 'pyproject.toml'))).toBe(semver);
    await expect(assertRoundTrip(version(semver))).resolves.toBeUndefined();
  });
  test.each([
    '1.4',
    '1',
    '1.4.2.1',
    '1.4.2.post1',
    '1.4.2-1',
    '1.4.2.dev3',
    '1!1.4.2',
    '1.4.2+local',
    '01.4.2',
    '1.4.2-pre',
    '1.4.2c1',
    'next',
    '',
    '1.4.2-SNAPSHOT',
    '1.4.2a',
  ])('pyproject may not say %j', async (text) => {
    await expect(parsePep440(text, 'pyproject.toml')).rejects.toMatchObject({ code: 'AG604' });
  });
});

describe('tags that are no versions', () => {
  test.each([
    '1',
    '1.4',
    '1.4.2-1',
    '1.4.2-next.1',
    '1.4.2-SNAPSHOT',
    '1.4.2-pre',
    '1.4.2-rc',
    '1.4.2-rc.01',
    '1.4.2+5',
    '01.4.2',
    'v1.4.2',
    '',
  ])('%j', (text) => {
    expect(parseSemver(text)).toBeUndefined();
  });
});

test('order', () => {
  const sorted = [
    '0.9.9',
    '1.0.0-alpha.1',
    '1.0.0-alpha.2',
    '1.0.0-beta.1',
    '1.0.0-rc.2',
    '1.0.0-rc.10',
    '1.0.0',
    '1.0.1',
    '1.10.0',
  ];
  const shuffled = [...sorted].reverse().map(version);
  expect(shuffled.sort(compareVersions).map(formatSemver)).toEqual(sorted);
});

describe('next version', () => {
  test.each<[string, Bump, string | undefined]>([
    ['1.4.2', 'none', undefined],
    ['1.4.2', 'patch', '1.4.3'],
    ['1.4.2', 'minor', '1.5.0'],
    ['1.4.2', 'major', '2.0.0'],
    ['0.1.0', 'patch', '0.1.1'],
    ['0.1.0', 'minor', '0.2.0'],
    ['0.1.0', 'major', '1.0.0'],
    ['0.2.0-rc.1', 'patch', '0.2.0'],
    ['0.2.0-rc.1', 'minor', '0.2.0'],
    ['0.2.1-rc.1', 'minor', '0.3.0'],
    ['2.0.0-rc.1', 'major', '2.0.0'],
    ['2.1.0-rc.1', 'major', '3.0.0'],
  ])('%s + %s → %s', (current, bump, wanted) => {
    const next = nextVersion(version(current), bump, { majorOnZero: true });
    expect(next === undefined ? undefined : formatSemver(next)).toBe(wanted);
  });
  test.each<[string, Bump, string]>([
    ['0.1.0', 'major', '0.2.0'],
    ['1.1.0', 'major', '2.0.0'],
  ])('majorOnZero off: %s + %s → %s', (current, bump, wanted) => {
    expect(formatSemver(nextVersion(version(current), bump, { majorOnZero: false }) ?? version('0.0.0'))).toBe(wanted);
  });
  test.each<[string, Bump, Channel, string[], string]>([
    ['1.4.2', 'minor', 'rc', [], '1.5.0-rc.1'],
    ['1.4.2', 'minor', 'rc', ['1.5.0-rc.1', '1.5.0-rc.2', '1.5.0-beta.9'], '1.5.0-rc.3'],
    ['1.4.2', 'major', 'alpha', ['1.5.0-alpha.1'], '2.0.0-alpha.1'],
    ['0.2.0-rc.1', 'minor', 'rc', [], '0.2.0-rc.2'],
  ])('%s + %s as %s beside %j → %s', (current, bump, channel, taken, wanted) => {
    const next = nextVersion(version(current), bump, { majorOnZero: true, channel, taken: taken.map(version) });
    expect(formatSemver(next ?? version('0.0.0'))).toBe(wanted);
  });
});
