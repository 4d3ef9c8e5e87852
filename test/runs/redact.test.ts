import { expect, test } from 'vitest';
import { formatPrivateKey } from '../../src/access/openssh-key.js';
import { createRedaction, mask } from '../../src/runs/redact.js';

const whole = (secrets: readonly string[], text: string): string => createRedaction(secrets).text(text).text;

/** The same text in every way of cutting it into two, and byte by byte. */
const everyCut = (secrets: readonly string[], text: string): ReadonlySet<string> => {
  const bytes = Buffer.from(text, 'utf8');
  const results = new Set<string>();
  const feed = (...chunks: Buffer[]): void => {
    const redactor = createRedaction(secrets).stream();
    const shown = [...chunks.map((chunk) => redactor.push(chunk)), redactor.end()];
    results.add(Buffer.concat(shown).toString('utf8'));
  };
  for (let at = 0; at <= bytes.length; at++) feed(bytes.subarray(0, at), bytes.subarray(at));
  feed(...[...bytes].map((byte) => Buffer.of(byte)));
  return results;
};

const key = formatPrivateKey(Buffer.alloc(32, 7), Buffer.from([1, 2, 3, 4]), 'ana');
const secret = 'p@ss wörd/+42';
const base64 = (text: string, before = '', after = ''): string => Buffer.from(before + text + after).toString('base64');

test.each<[string, readonly string[], string, string]>([
  ['a value as it is', [secret], `token ${secret} end`, `token ${mask} end`],
  ['several times', ['hunter22'], 'hunter22hunter22 hunter22', `${mask}${mask} ${mask}`],
  ['in hex', [secret], `x${Buffer.from(secret).toString('hex')}`, `x${mask}`],
  ['url-encoded', [secret], `?q=${encodeURIComponent(secret)}&x=1`, `?q=${mask}&x=1`],
  ['form-encoded', [secret], `q=${encodeURIComponent(secret).replaceAll('%20', '+')}`, `q=${mask}`],
  ['by Python, which leaves a slash', [secret], `q=${encodeURIComponent(secret).replaceAll('%2F', '/')}`, `q=${mask}`],
  ['by encodeURI', [secret], `q=${encodeURI(secret)}.`, `q=${mask}.`],
  ['strictly, as RFC 3986 has it', ["it's (mine)!"], 'q=it%27s%20%28mine%29%21', `q=${mask}`],
  ['with lower-case digits', [secret], `q=${encodeURIComponent(secret).toLowerCase()}.`, `q=${mask}.`],
  ['in JSON', ['a"b\\c\nd-long-secret'], JSON.stringify({ v: 'a"b\\c\nd-long-secret' }), `{"v":"${mask}"}`],
  ['a line of it', ['first-line-of-it\nsecond-line-of-it'], 'x second-line-of-it x', `x ${mask} x`],
  ['the longest form first', ['abcdef', 'abcdefghi'], 'abcdefghi abcdef', `${mask} ${mask}`],
  ['too short to be a secret', ['abc'], 'abc', 'abc'],
  ['regex characters in it', ['a.b*c(d'], 'a.b*c(d axbxcxd', `${mask} axbxcxd`],
  ['AWS key', [], 'id AKIAABCDEFGHIJKLMNOP.', `id ${mask}.`],
  ['GitHub token', [], `x ghp_${'a1B2'.repeat(9)} y`, `x ${mask} y`],
  ['fine-grained GitHub token', [], `github_pat_${'A1_'.repeat(20)}`, mask],
  ['GitLab token', [], `glpat-${'a1-B'.repeat(5)}\n`, `${mask}\n`],
  ['Slack webhook', [], 'https://hooks.slack.com/services/T000/B000/abcdefghijklmnop', `https://${mask}`],
  ['JSON Web Token', [], 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk rest', `Bearer ${mask} rest`],
  ['password in a URL', [], 'see https://ana:s3cr3t@db.example/x now', `see https://ana:${mask}@db.example/x now`],
  ['a URL without password', [], 'see https://db.example/a:b@c now', 'see https://db.example/a:b@c now'],
  ['a private key', [], `before\n${key}after\n`, `before\n${mask}\nafter\n`],
  ['a key cut off at the end', [], `before\n${key.slice(0, 200)}`, `before\n${mask}`],
  [
    'words like the starts of tokens',
    [],
    'AKIA ghp_ eyJ -----BEGIN CERTIFICATE-----\nx',
    'AKIA ghp_ eyJ -----BEGIN CERTIFICATE-----\nx',
  ],
  ['nothing at all', [secret], 'plain äöü € text\n', 'plain äöü € text\n'],
])('%s: the same wherever the stream is cut', (_, secrets, text, expected) => {
  expect(everyCut(secrets, text)).toEqual(new Set([expected]));
});

test.each(['', 'u', 'us', 'user:', 'longer user:'])('base64 behind %j is found at its offset', (before) => {
  const shown = whole([secret], `Basic ${base64(secret, before, '!!')} end`);
  expect(shown).toContain(mask);
  const left = /^Basic ([\w+/=]*)\[redacted\]([\w+/=]*) end$/.exec(shown);
  // What stays are the characters that hold bits of what stands beside it too.
  expect((left?.[1] ?? 'x').length).toBeLessThanOrEqual(Math.ceil((before.length * 8) / 6));
  expect((left?.[2] ?? 'x'.repeat(99)).length).toBeLessThanOrEqual(6);
});

test('the url alphabet of base64 is found too', () => {
  const value = '\u00fb\u00ff\u00fe???>>>secret';
  const text = Buffer.from(value).toString('base64url');
  expect(whole([value], text).startsWith(mask)).toBe(true);
});

test('bytes that are no UTF-8 pass unchanged', () => {
  const bytes = Buffer.from(Array.from({ length: 512 }, (_, i) => i % 256));
  const redactor = createRedaction(['zzzzzz']).stream();
  expect(Buffer.concat([redactor.push(bytes), redactor.end()])).toEqual(bytes);
});

test('output without a secret is shown at once, a prompt too', () => {
  const redactor = createRedaction(['hunter22']).stream();
  const shown = ['progress 1', '...', 'Name? '].map((text) => Buffer.from(redactor.push(Buffer.from(text))).toString());
  expect(shown).toEqual(['progress 1', '...', 'Name? ']);
});

test('what was redacted is counted', () => {
  const redactor = createRedaction(['hunter22']).stream();
  redactor.push(Buffer.from(`hunter22 hunt`));
  redactor.push(Buffer.from(`er22 AKIAABCDEFGHIJKLMNOP\n${key}`));
  redactor.end();
  expect(redactor.count).toBe(4);
});

test('a head without an end does not swallow the output for ever', () => {
  const redactor = createRedaction([]).stream();
  const shown = [redactor.push(Buffer.from('-----BEGIN PRIVATE KEY-----\n'))];
  for (let i = 0; i < 100; i++) shown.push(redactor.push(Buffer.from(`${'x'.repeat(999)}\n`)));
  shown.push(redactor.end());
  expect(Buffer.concat(shown).length).toBeGreaterThan(20_000);
});

test('a secret longer than what is held of a token, cut anywhere', () => {
  const long = Array.from({ length: 3000 }, (_, i) => `${i}x`).join('');
  const redactor = createRedaction([long]).stream();
  const bytes = Buffer.from(`before ${long} after`);
  const shown: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 1000) shown.push(Buffer.from(redactor.push(bytes.subarray(at, at + 1000))));
  shown.push(Buffer.from(redactor.end()));
  expect(Buffer.concat(shown).toString()).toBe(`before ${mask} after`);
});
