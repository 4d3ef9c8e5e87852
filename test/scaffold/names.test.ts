import { describe, expect, test } from 'vitest';
import { formats } from '../../src/scaffold/formats.js';
import { nameProblem, packageOf, suggestName } from '../../src/scaffold/names.js';

describe('a name', () => {
  test.each(['invoices', 'invoice-totals', 'a1', 'x', 'match', 'a'.repeat(40)])('%s is taken', (name) =>
    expect(nameProblem(name)).toBeUndefined(),
  );

  test.each([
    ['', 'empty'],
    ['Invoices', 'kebab-case'],
    ['invoice_totals', 'kebab-case'],
    ['2fast', 'kebab-case'],
    ['a--b', 'kebab-case'],
    ['-a', 'kebab-case'],
    ['a-', 'kebab-case'],
    ['a b', 'kebab-case'],
    ['a\nb', 'kebab-case'],
    ['naïve', 'kebab-case'],
    ['../up', 'kebab-case'],
    ['a'.repeat(41), 'longer than 40'],
    ['con', 'device on Windows'],
    ['lpt1', 'device on Windows'],
    ['class', 'word of the Python language'],
    ['none', 'word of the Python language'],
    ['json', 'standard library'],
    ['email', 'standard library'],
    ['test', 'needs that name itself'],
    ['pytest', 'needs that name itself'],
    ['autogov', 'needs that name itself'],
  ])('%j is refused: %s', (name, reason) => expect(nameProblem(name)).toContain(reason));

  test.each([
    ['Invoice Totals', 'invoice-totals'],
    ['invoiceTotals', 'invoice-totals'],
    ['2026_Müller_Report!', 'muller-report'],
    ['json', 'json-automation'],
    ['日本', undefined],
  ])('%j becomes %s', (name, suggestion) => expect(suggestName(name)).toBe(suggestion));

  test('the package of a name', () => expect(packageOf('invoice-totals')).toBe('invoice_totals'));
});

describe('formats', () => {
  test.each([
    ['line', 'Totals “incoming” invoices: 100 %', true],
    ['line', '  ', false],
    ['line', 'two\nlines', false],
    ['line', 'escape \u001b[2J', false],
    ['email', 'ana@example.com', true],
    ['email', 'ana', false],
    ['email', 'a@b@c', false],
    ['codeowners', '@acme/finance ana@example.com', true],
    ['codeowners', '@acme/finance  @x', false],
    ['codeowners', 'everybody', false],
    ['python-version', '3.11', true],
    ['python-version', '3.10', false],
    ['python-version', '3.13.1', false],
    ['branch-name', 'release/2026', true],
    ['branch-name', 'a..b', false],
    ['branch-name', '-x', false],
    ['date', '2026-01-31', true],
    ['date', '2026-13-01', false],
    ['ulid', '01JD0000000000000000000000', true],
    ['ulid', '01jd0000000000000000000000', false],
    ['cron', '0 6 * * MON-FRI', true],
    ['cron', '*/5 * * *', false],
    ['cron', '@daily', false],
    ['timezone', 'America/Argentina/Buenos_Aires', true],
    ['timezone', '../etc', false],
    ['duration', '10m', true],
    ['duration', '0m', false],
    ['word', 'ubuntu-24.04', true],
    ['word', 'ubuntu latest', false],
  ])('%s %j: %s', (format, text, good) => expect(formats[format]?.(text) === undefined).toBe(good));
});
