import { describe, expect, test } from 'vitest';
import {
  addSection,
  changelogEntries,
  type Entries,
  renderEntries,
  type Section,
} from '../../src/release/changelog.js';
import type { Change } from '../../src/release/count.js';

const change = (type: string, description: string, more: Partial<Change> = {}): Change => ({
  id: 'abcdef0123456789',
  type,
  scope: undefined,
  description,
  breaking: false,
  notes: [],
  ...more,
});

describe('entries', () => {
  test('by group in the order of Keep a Changelog, breaking ones first', () => {
    const entries = changelogEntries([
      change('fix', 'round half even'),
      change('feat', 'read xlsx', { scope: 'run' }),
      change('perf', 'stream rows'),
      change('feat', 'drop csv', { breaking: true, notes: ['csv is gone', 'drop csv'] }),
      change('fix', 'escape formulas', { scope: 'security' }),
      change('revert', 'feat: read ods'),
      change('', 'untyped', { breaking: true, notes: ['all new'] }),
    ]);
    expect(renderEntries(entries)).toBe(
      [
        '### Added',
        '',
        '- **Breaking:** drop csv (csv is gone) (abcdef0)',
        '- run: read xlsx (abcdef0)',
        '',
        '### Changed',
        '',
        '- **Breaking:** untyped (all new) (abcdef0)',
        '- stream rows (abcdef0)',
        '- revert feat: read ods (abcdef0)',
        '',
        '### Fixed',
        '',
        '- round half even (abcdef0)',
        '',
        '### Security',
        '',
        '- security: escape formulas (abcdef0)',
        '',
      ].join('\n'),
    );
  });
  test('a reason stands under Changed', () => {
    expect(renderEntries(changelogEntries([], ['first version for all']))).toBe(
      '### Changed\n\n- first version for all\n',
    );
  });
});

const added: Entries[] = [{ group: 'Added', lines: ['- new'] }];
const section = (entries: readonly Entries[] = added): Section => ({
  version: '1.5.0',
  date: '2026-11-22',
  tag: 'v1.5.0',
  entries,
});
const write = (before: string | undefined, entries?: readonly Entries[]): string =>
  Buffer.from(addSection(before === undefined ? undefined : Buffer.from(before), section(entries))).toString();

describe('the file', () => {
  test('is begun where there is none', () => {
    const text = write(undefined);
    expect(text.startsWith('# Changelog\n')).toBe(true);
    expect(text.endsWith('\n## [Unreleased]\n\n## [1.5.0] - 2026-11-22\n\n### Added\n\n- new\n')).toBe(true);
  });
  test.each([
    ['empty', '', '## [1.5.0] - 2026-11-22\n\n### Added\n\n- new\n'],
    ['without headings', '# Log\n', '# Log\n\n## [1.5.0] - 2026-11-22\n\n### Added\n\n- new\n'],
    ['without a last line end', '# Log', '# Log\n\n## [1.5.0] - 2026-11-22\n\n### Added\n\n- new\n'],
    [
      'without Unreleased',
      '# Log\n\n## [1.4.2] - 2026-01-01\n\n- old\n',
      '# Log\n\n## [1.5.0] - 2026-11-22\n\n### Added\n\n- new\n\n## [1.4.2] - 2026-01-01\n\n- old\n',
    ],
    [
      'with headings without brackets',
      '# Log\n\n## 1.4.2 (2026-01-01)\n\n- old\n',
      '# Log\n\n## 1.5.0 - 2026-11-22\n\n### Added\n\n- new\n\n## 1.4.2 (2026-01-01)\n\n- old\n',
    ],
    [
      'with an empty Unreleased',
      '# Log\n\n## [Unreleased]\n\n## [1.4.2]\n\n- old\n',
      '# Log\n\n## [Unreleased]\n\n## [1.5.0] - 2026-11-22\n\n### Added\n\n- new\n\n## [1.4.2]\n\n- old\n',
    ],
    [
      'with Unreleased as the last line, unended',
      '# Log\n\n## [Unreleased]',
      '# Log\n\n## [Unreleased]\n\n## [1.5.0] - 2026-11-22\n\n### Added\n\n- new\n',
    ],
    [
      'with notes by hand under other groups',
      '## [Unreleased]\n\n### Fixed\n\n- by hand\n\n\n## [1.4.2]\n',
      '## [Unreleased]\n\n## [1.5.0] - 2026-11-22\n\n### Fixed\n\n- by hand\n\n### Added\n\n- new\n\n\n## [1.4.2]\n',
    ],
    [
      'with notes by hand under the same group',
      '## [Unreleased]\n\n### Added\n\n- by hand\n\n### Fixed\n- x\n\n## [1.4.2]\n',
      '## [Unreleased]\n\n## [1.5.0] - 2026-11-22\n\n### Added\n\n- by hand\n- new\n\n### Fixed\n- x\n\n## [1.4.2]\n',
    ],
    [
      'with the very entry by hand',
      '## [Unreleased]\n\n### Added\n\n- new\n\n## [1.4.2]\n',
      '## [Unreleased]\n\n## [1.5.0] - 2026-11-22\n\n### Added\n\n- new\n\n## [1.4.2]\n',
    ],
    [
      'with a section of this version already',
      '## [Unreleased]\n\n## [1.5.0] - soon\n\n### Added\n\n- by hand\n\n## [1.4.2]\n',
      '## [Unreleased]\n\n## [1.5.0] - soon\n\n### Added\n\n- by hand\n- new\n\n## [1.4.2]\n',
    ],
    [
      'with headings in code and comments',
      '```\n## [Unreleased]\n```\n<!--\n## [Unreleased]\n-->\n## [1.4.2]\n',
      '```\n## [Unreleased]\n```\n<!--\n## [Unreleased]\n-->\n\n## [1.5.0] - 2026-11-22\n\n### Added\n\n- new\n\n## [1.4.2]\n',
    ],
    [
      'with comparison links',
      '## [Unreleased]\n\n- by hand\n\n[unreleased]: https://git.example/a/compare/v1.4.2...HEAD\n[1.4.2]: https://git.example/a/releases/v1.4.2\n',
      '## [Unreleased]\n\n## [1.5.0] - 2026-11-22\n\n- by hand\n\n### Added\n\n- new\n\n[unreleased]: https://git.example/a/compare/v1.5.0...HEAD\n[1.5.0]: https://git.example/a/compare/v1.4.2...v1.5.0\n[1.4.2]: https://git.example/a/releases/v1.4.2\n',
    ],
  ])('%s', (_, before, after) => expect(write(before)).toBe(after));

  test('keeps CRLF, a byte order mark and bytes that are no UTF-8', () => {
    const crlf = '\ufeff# Log\r\n\r\n## [Unreleased]\r\n\r\n## [1.4.2]\r\n';
    const before = Buffer.concat([Buffer.from(crlf), Buffer.of(0xff, 0xfe, 0x0d, 0x0a)]);
    const after = Buffer.from(addSection(before, section([{ group: 'Added', lines: ['- größer'] }])));
    expect(after.toString('latin1')).toBe(
      before
        .toString('latin1')
        .replace(
          '## [1.4.2]',
          `## [1.5.0] - 2026-11-22\r\n\r\n### Added\r\n\r\n${Buffer.from('- größer').toString('latin1')}\r\n\r\n## [1.4.2]`,
        ),
    );
  });

  /** Whatever stands in a changelog, a release only adds to it. */
  test.each([
    '# Log\n\n## [Unreleased]\n\n### Fixed\n\n- a\n\n## [1.0.0]\n\n- b\n\n\n\n## [0.9.0]\n  trailing  \n',
    '## Unreleased\n- a',
    'Setext\n======\n\n## 1.0.0\n\ttab\n',
    '\n\n\n',
    '## [Unreleased]\n\n\n\n\n## [1.0.0]\n',
    '## [Unreleased]\r\n- a\n- mixed ends\r\n## [1.0.0]',
  ])('only adds to %j', (before) => {
    const after = write(before);
    let at = 0;
    for (const char of after) if (char === before[at]) at++;
    expect(at).toBe(before.length);
    expect(after.length).toBeGreaterThan(before.length);
  });
});
