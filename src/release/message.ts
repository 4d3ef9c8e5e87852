/**
 * Conventional Commits 1.0.0, the part that decides a version: header, breaking notes, what a revert takes back and
 * what a cherry-pick came from. Lines may end in LF or CRLF.
 * @see conventionalcommits.org/en/v1.0.0
 */
export interface Message {
  /** First line, trimmed. */
  readonly subject: string;
  /** Lower case; undefined where the header is not conventional. `revert` also for git's own `Revert "…"`. */
  readonly type: string | undefined;
  readonly scope: string | undefined;
  /** What follows the colon; the whole subject where there is no type. */
  readonly description: string;
  /** `!` in the header, or a breaking note. */
  readonly breaking: boolean;
  /** Text of each BREAKING CHANGE note, its line breaks turned into spaces. */
  readonly notes: readonly string[];
  readonly reverts: Reverts | undefined;
  /** Full ids from `(cherry picked from commit …)`, oldest first. */
  readonly pickedFrom: readonly string[];
}

/** What a revert names: commit ids (7 to 64 hex digits), and the subject that git quotes. */
export interface Reverts {
  readonly ids: readonly string[];
  readonly subject: string | undefined;
}

const header = /^([a-z][\w-]*)(?:\(([^()\r\n]+)\))?(!)?: +(\S.*)$/i;
const breakingNote = /^BREAKING[ -]CHANGE(?:: +| #)(.*)$/;
const footer = /^(?:[A-Za-z][\w-]*|BREAKING CHANGE)(?:: | #)/;
const gitRevert = /^(?:Revert|Reapply) "(.*)"$/;
const revertedId = /\bThis (?:reverts|reapplies) commits? ([0-9a-f]{7,64})\b/gi;
const picked = /^\(cherry picked from commit ([0-9a-f]{40,64})\)$/;

export const parseMessage = (text: string): Message => {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const subject = (lines[first] ?? '').trim();
  const body = first < 0 ? [] : lines.slice(first + 1);
  const [, type, scope, bang, description] = header.exec(subject) ?? [];
  const notes = breakingNotes(body);
  const reverts = revertsOf(subject, type, description, body);
  return {
    subject,
    type: reverts !== undefined ? 'revert' : type?.toLowerCase(),
    scope: scope?.trim(),
    description: description?.trim() ?? subject,
    breaking: bang !== undefined || notes.length > 0,
    notes,
    reverts,
    pickedFrom: body.flatMap((line) => picked.exec(line.trim())?.[1] ?? []),
  };
};

/**
 * A note may stand at the start of any line of the body: missing a breaking change costs more than a stray one.
 * It goes on until an empty line or the next footer.
 */
const breakingNotes = (body: readonly string[]): string[] => {
  const notes: string[] = [];
  for (let i = 0; i < body.length; i++) {
    const found = breakingNote.exec(body[i] ?? '');
    if (found === null) continue;
    const note = [found[1] ?? ''];
    for (let next = body[i + 1]; next !== undefined && next.trim() !== '' && !footer.test(next); next = body[i + 1]) {
      note.push(next.trim());
      i++;
    }
    notes.push(note.join(' ').trim());
  }
  return notes;
};

const revertsOf = (
  subject: string,
  type: string | undefined,
  description: string | undefined,
  body: readonly string[],
): Reverts | undefined => {
  const quoted = gitRevert.exec(subject)?.[1];
  if (quoted === undefined && type?.toLowerCase() !== 'revert') return undefined;
  const text = body.join('\n');
  const ids = [...text.matchAll(revertedId)].map((found) => (found[1] ?? '').toLowerCase());
  for (const line of body) {
    // The specification's own recommendation for `revert:` commits is a footer of ids.
    const refs = /^Refs: +(.*)$/.exec(line)?.[1];
    if (refs !== undefined) ids.push(...refs.split(/[,\s]+/).filter((id) => /^[0-9a-f]{7,64}$/.test(id)));
  }
  return { ids, subject: quoted ?? description?.trim() };
};

/**
 * The header that a merge carries for what it merges: its own subject, or the title that a forge puts first in the body
 * (`Merge pull request #7 from …`). Undefined where neither is conventional.
 */
export const mergeMessage = (text: string): Message | undefined => {
  const own = parseMessage(text);
  if (own.type !== undefined) return own;
  const body = text.replace(/^\s*[^\n]*\n/, '');
  const title = parseMessage(body);
  return title.type === undefined ? undefined : title;
};

/** The messages in the body of a squash commit: `* feat: …` as GitHub writes them, one a list item. */
export const squashedMessages = (text: string): readonly Message[] => {
  const items = text.split(/\r?\n/).slice(1).join('\n').split(/^\* /m).slice(1);
  return items.map(parseMessage).filter((message) => message.type !== undefined);
};
