/** A kind of credential that can be told by its form. */
export interface SecretPattern {
  readonly name: string;
  /** What each one begins with; a stream is held back from there until it is decided. */
  readonly starts: readonly string[];
  /** Source of a regular expression on latin1 text; no nested quantifiers, so its time is linear. */
  readonly source: string;
}

/** Ends of the token classes are open: a token is redacted to its last character. */
export const secretPatterns: readonly SecretPattern[] = [
  { name: 'AWS access key', starts: ['AKIA', 'ASIA'], source: '(?:AKIA|ASIA)[0-9A-Z]{16}' },
  { name: 'GitHub token', starts: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], source: 'gh[pousr]_[A-Za-z0-9]{30,}' },
  { name: 'GitHub token', starts: ['github_pat_'], source: 'github_pat_[A-Za-z0-9_]{22,}' },
  { name: 'GitLab token', starts: ['glpat-'], source: 'glpat-[A-Za-z0-9_-]{20,}' },
  {
    name: 'Slack token',
    starts: ['xoxa-', 'xoxb-', 'xoxp-', 'xoxr-', 'xoxs-'],
    source: 'xox[abprs]-[A-Za-z0-9-]{10,}',
  },
  {
    name: 'Slack webhook',
    starts: ['hooks.slack.com/services/'],
    source: 'hooks\\.slack\\.com/services/[A-Za-z0-9/_-]{20,}',
  },
  { name: 'Google API key', starts: ['AIza'], source: 'AIza[0-9A-Za-z_-]{35}' },
  { name: 'Stripe key', starts: ['sk_live_', 'rk_live_'], source: '[sr]k_live_[A-Za-z0-9]{16,}' },
  { name: 'PyPI token', starts: ['pypi-AgE'], source: 'pypi-AgE[A-Za-z0-9_-]{20,}' },
  { name: 'npm token', starts: ['npm_'], source: 'npm_[A-Za-z0-9]{36}' },
  {
    name: 'JSON Web Token',
    starts: ['eyJ'],
    source: 'eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}',
  },
  { name: 'password in a URL', starts: ['://'], source: '(?<=://[^\\s:@/]{0,256}:)[^\\s@/]{1,256}(?=@)' },
];

/** A private key block is dropped from its first line to its last, however long. */
export const keyBlockStart = '-----BEGIN ';
export const keyBlockHead = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
export const keyBlockEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
/** Characters of `-----END ` and the longest label behind it: what must be kept to recognise an end cut in two. */
export const keyBlockTail = 80;
