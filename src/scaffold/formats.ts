import { nameProblem, packageProblem } from './names.js';

/** The forms that a template may demand of a text answer; each answers what is wrong, or undefined. */
type Format = (text: string) => string | undefined;

const plain = /^[^\p{Cc}\u2028\u2029]*$/u;

const shaped =
  (pattern: RegExp, reason: string): Format =>
  (text) =>
    text.length <= 200 && pattern.test(text) ? undefined : reason;

const line: Format = (text) => {
  if (text.trim() === '') return 'must not be empty';
  if (text.length > 200) return 'must not be longer than 200 characters';
  return plain.test(text) ? undefined : 'must be one line without control characters';
};

const calendarDay: Format = (text) => {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(date) ? 'must be a date like 2026-01-31' : undefined;
};

const email = '[^\\s@<>",;()\\[\\]\\\\]+@[^\\s@<>",;()\\[\\]\\\\]+';

export const formats: Readonly<Record<string, Format>> = {
  'project-name': (text) => prefixed('is not a name that can be used', nameProblem(text)),
  'package-name': (text) => prefixed('cannot be the package', packageProblem(text)),
  line,
  word: shaped(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be one word of letters, digits, dots, hyphens'),
  email: shaped(new RegExp(`^${email}$`), 'must be an e-mail address'),
  codeowners: shaped(
    new RegExp(`^(@[\\w.-]+(/[\\w.-]+)*|${email})( (@[\\w.-]+(/[\\w.-]+)*|${email}))*$`),
    'must be @users, @org/teams or e-mail addresses, with one space between them',
  ),
  'python-version': shaped(/^3\.(1[1-9]|[2-9]\d)$/, 'must be a Python version from 3.11, like 3.12'),
  'branch-name': shaped(/^(?!.*(\.\.|\/\/|\.lock$))[A-Za-z0-9][A-Za-z0-9._/-]*[A-Za-z0-9]$/, 'must be a branch name'),
  date: calendarDay,
  ulid: shaped(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID'),
  cron: shaped(/^[\d*,/A-Za-z-]+( [\d*,/A-Za-z-]+){4}$/, 'must be a cron expression of five fields'),
  timezone: shaped(/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/, 'must be a time zone like Europe/Berlin'),
  duration: shaped(/^[1-9][0-9]{0,5}(ms|s|m|h|d)$/, 'must be a number and a unit: ms, s, m, h or d'),
};

const prefixed = (said: string, reason: string | undefined): string | undefined =>
  reason === undefined ? undefined : `${said}: ${reason}`;
