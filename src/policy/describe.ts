import type { Severity } from './model.js';
import type { Example } from './rule.js';
import { rules } from './rules/index.gen.js';

/** What `explain` and the docs say of a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly severity: Severity;
  readonly since: string;
  readonly fact: string;
  readonly what: string;
  readonly why: string;
  readonly next: string;
  readonly fixable: boolean;
  readonly pass: readonly Example[];
  readonly fail: readonly Example[];
}

export const allRules = (): readonly RuleInfo[] =>
  rules.map(({ id, severity, since, fact, what, why, next, fixable, pass, fail }) => ({
    id,
    severity,
    since,
    fact,
    what,
    why,
    next,
    fixable,
    pass,
    fail,
  }));

/** How any rule is excused for a time, with the rule's own id in it. */
export const howToWaive = (id: string): string => `version: 1
waivers:
  - rule: ${id}
    path: path/from/the/root
    reason: why it is right to wait
    owner: who answers for it
    expires: 2027-01-31
`;

export const describeRule = (info: RuleInfo): string =>
  [
    `# ${info.id}`,
    '',
    info.what,
    '',
    `Severity: ${info.severity} · fact: ${info.fact} · since ${info.since}${info.fixable ? ' · mended by `autogov check --fix`' : ''}`,
    '',
    '## Why',
    '',
    info.why,
    '',
    '## What to do',
    '',
    `${info.next}.`,
    '',
    ...showExamples('Passes', info.pass),
    ...showExamples('Fails', info.fail),
    '## To wait with it',
    '',
    'In `.autogov/waivers.yaml`:',
    '',
    ...fenced('yaml', howToWaive(info.id)),
  ].join('\n');

const showExamples = (title: string, examples: readonly Example[]): readonly string[] =>
  examples.length === 0 ? [] : [`## ${title}`, '', ...examples.flatMap(showExample)];

const showExample = (example: Example): readonly string[] => {
  const named = example.name === undefined ? [] : [`A repository named \`${example.name}\`.`, ''];
  const entries = Object.entries(example.files);
  const empty = entries.filter(([, text]) => text === '').map(([path]) => JSON.stringify(path).slice(1, -1));
  const full = entries.filter(([, text]) => text !== '');
  return [
    ...named,
    ...full.flatMap(([path, text]) => [`\`${path}\`:`, '', ...fenced(languageOf(path), text)]),
    ...(empty.length === 0 ? [] : fenced('text', `${empty.join('\n')}\n`)),
  ];
};

const fenced = (language: string, text: string): readonly string[] => {
  const fence = text.includes('```') ? '````' : '```';
  return [`${fence}${language}`, text.replace(/\n$/, ''), fence, ''];
};

const languageOf = (path: string): string =>
  /\.(toml|lock)$/.test(path) ? 'toml' : /\.ya?ml$/.test(path) ? 'yaml' : path.endsWith('.md') ? 'markdown' : 'text';
