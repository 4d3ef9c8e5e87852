import type { Change } from './count.js';

/**
 * CHANGELOG.md in the form of keepachangelog.com/en/1.1.0. Files are edited as bytes: what is not ours to change stays, whatever
 * its encoding and line ends.
 */
export const changelogPath = 'CHANGELOG.md';

export const groups = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'] as const;
export type Group = (typeof groups)[number];

const groupOf: Readonly<Record<string, Group>> = {
  feat: 'Added',
  fix: 'Fixed',
  security: 'Security',
  deprecate: 'Deprecated',
  remove: 'Removed',
};

export interface Entries {
  readonly group: Group;
  /** Lines, each beginning with `- `. */
  readonly lines: readonly string[];
}

/** The entries of a release, by group in the standard's order; breaking changes first in theirs. */
export const changelogEntries = (changes: readonly Change[], extra: readonly string[] = []): Entries[] => {
  const lines = new Map<Group, string[]>();
  const add = (group: Group, line: string): void => void lines.set(group, [...(lines.get(group) ?? []), line]);
  for (const change of [...changes].sort((a, b) => Number(b.breaking) - Number(a.breaking))) {
    const own = Object.hasOwn(groupOf, change.type) ? groupOf[change.type] : undefined;
    const group = change.scope === 'security' && own === 'Fixed' ? 'Security' : (own ?? 'Changed');
    add(group, entryOf(change));
  }
  for (const line of extra) add('Changed', `- ${line}`);
  return groups.flatMap((group) => (lines.has(group) ? [{ group, lines: lines.get(group) ?? [] }] : []));
};

const entryOf = (change: Change): string => {
  const head = `${change.breaking ? '**Breaking:** ' : ''}${change.scope === undefined ? '' : `${change.scope}: `}`;
  const text = `${change.type === 'revert' ? 'revert ' : ''}${change.description}`;
  const notes = change.notes.filter((note) => note !== '' && note !== change.description);
  return `- ${head}${text}${notes.length === 0 ? '' : ` (${notes.join('; ')})`} (${change.id.slice(0, 7)})`;
};

/** The groups as Markdown, without a heading for the version; ends with a line feed. */
export const renderEntries = (entries: readonly Entries[]): string =>
  entries.map(({ group, lines }) => `### ${group}\n\n${lines.join('\n')}\n`).join('\n');

export interface Section {
  readonly version: string;
  /** YYYY-MM-DD, UTC. */
  readonly date: string;
  readonly tag: string;
  readonly entries: readonly Entries[];
}

const preamble = `# Changelog

All notable changes to this project are documented in this file.
The format is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/),
and versions follow [Semantic Versioning](https://semver.org/spec/v2.0.0.html).

## [Unreleased]
`;

/**
 * Add the section of a release.
 * What stands under Unreleased by hand becomes part of it; entries that are there already word for word aren't said twice.
 * @param before the file's bytes; undefined to begin one
 */
export const addSection = (before: Uint8Array | undefined, section: Section): Uint8Array => {
  // Latin-1 maps each byte to one character and back, so that no byte is lost; what we add is made UTF-8 first.
  const text = before === undefined ? preamble : Buffer.from(before).toString('latin1');
  const eol = /\r\n/.test(text) ? '\r\n' : '\n';
  const bytes = (added: string): string => Buffer.from(added.replaceAll('\n', eol), 'utf8').toString('latin1');
  const lines = splitLines(text);
  const headings = findHeadings(lines);
  const own = headings.find((heading) => heading.version === section.version);
  const unreleased = headings.find((heading) => heading.version === 'unreleased');
  const target = own ?? unreleased;
  const bracket = target === undefined ? !headings.some((heading) => !heading.bracket) : target.bracket;
  const title = bracket ? `## [${section.version}] - ${section.date}` : `## ${section.version} - ${section.date}`;
  if (target === undefined) {
    const at = headings[0]?.line ?? lines.length;
    const before = lines.slice(0, at).join('');
    const glue = before === '' || /\n\r?\n$/.test(before) ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    const rest = lines.slice(at).join('');
    return result(
      before + bytes(`${glue}${title}\n\n${renderEntries(section.entries)}${rest === '' ? '' : '\n'}`) + rest,
      section,
    );
  }
  const next = headings.find((heading) => heading.line > target.line)?.line ?? linksStart(lines, target.line + 1);
  const head = endWithEol(lines.slice(0, target.line + 1).join(''), eol);
  const body = lines.slice(target.line + 1, next).join('');
  const rest = lines.slice(next).join('');
  const heading = own === undefined ? `${eol}${bytes(`${title}\n`)}` : '';
  return result(head + heading + mergeEntries(body, section.entries, eol, bytes, rest !== '') + rest, section);
};

const result = (text: string, section: Section): Uint8Array => Buffer.from(updateLinks(text, section), 'latin1');

/** Lines with their ends. */
const splitLines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const endWithEol = (text: string, eol: string): string => (text === '' || text.endsWith('\n') ? text : text + eol);

interface Heading {
  /** Index of the line. */
  readonly line: number;
  /** `unreleased`, a version without its prefix, or the text itself. */
  readonly version: string;
  readonly bracket: boolean;
}

/** Headings of the second level, those in fenced code and comments left out. */
const findHeadings = (lines: readonly string[]): Heading[] => {
  const found: Heading[] = [];
  let fence: string | undefined;
  let comment = false;
  lines.forEach((line, at) => {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
    } else if (!comment && mark !== undefined) fence = mark;
    else {
      const heading = comment ? null : /^##[ \t]+(\[?)v?([^\]\s]+)\]?/i.exec(line);
      if (heading !== null)
        found.push({ line: at, version: (heading[2] ?? '').toLowerCase(), bracket: heading[1] === '[' });
      if (line.lastIndexOf('<!--') > line.lastIndexOf('-->')) comment = true;
      else if (line.includes('-->')) comment = false;
    }
  });
  return found;
};

/** Where the link definitions at the end begin; the end of the file if there are none. */
const linksStart = (lines: readonly string[], from: number): number => {
  let at = lines.length;
  while (at > from && /^(\[[^\]]+\]:|\s*$)/.test(lines[at - 1] ?? '')) at--;
  const first = lines.findIndex((line, index) => index >= at && line.startsWith('['));
  return first < 0 ? lines.length : first;
};

/** Put entries into a section's body, under the groups that it has, and new groups behind it. */
const mergeEntries = (
  body: string,
  entries: readonly Entries[],
  eol: string,
  bytes: (text: string) => string,
  more: boolean,
): string => {
  const lines = splitLines(body);
  const appended: Entries[] = [];
  for (const { group, lines: wanted } of entries) {
    const fresh = wanted.filter((line) => !lines.some((have) => have.trimEnd() === bytes(line)));
    const start = lines.findIndex((line) => new RegExp(`^###[ \\t]+${group}\\s*$`, 'i').test(line));
    if (start < 0) {
      if (fresh.length > 0) appended.push({ group, lines: fresh });
      continue;
    }
    const following = lines.findIndex((line, at) => at > start && /^###[ \t]/.test(line));
    let end = following < 0 ? lines.length : following;
    while (end > start + 1 && (lines[end - 1] ?? '').trim() === '') end--;
    const last = lines[end - 1];
    if (last !== undefined) lines[end - 1] = endWithEol(last, eol);
    const gap = end === start + 1 ? [eol] : [];
    lines.splice(end, 0, ...gap, ...fresh.map((line) => bytes(`${line}\n`)));
  }
  const kept = lines.join('');
  if (appended.length === 0) return kept;
  const trailing = /(?:\r?\n[ \t]*)*$/.exec(kept)?.[0] ?? '';
  const content = kept.slice(0, kept.length - trailing.length);
  // The line feed that ends the content stays with it; empty lines that followed it follow what is added.
  const after = content === '' ? trailing : trailing.replace(/^\r?\n/, '');
  const gap = content === '' ? '' : eol;
  return `${content}${gap}${eol}${bytes(renderEntries(appended))}${after === '' && more ? eol : after}`;
};

/**
 * Comparison links, where the file has them: `[unreleased]: …/compare/v1.4.2...HEAD` moves on, and the release gets its own line.
 */
const updateLinks = (text: string, section: Section): string =>
  text.replace(
    /^(\[unreleased\]:[ \t]*)(\S*\/compare\/)(\S+?)(\.{2,3})HEAD([ \t]*)(\r?)$/im,
    (_, label, url, from, dots, space, cr) => {
      const own = new RegExp(`^\\[${section.version.replaceAll('.', '\\.')}\\]:`, 'm').test(text);
      const line = `[${section.version}]: ${url}${from}${dots}${section.tag}${cr}`;
      return `${label}${url}${section.tag}${dots}HEAD${space}${cr}${own ? '' : `\n${line}`}`;
    },
  );
