import type { Commit } from './history.js';
import { type Message, mergeMessage, parseMessage, squashedMessages } from './message.js';
import type { Settings } from './settings.js';
import { type Bump, higher } from './version.js';

/** What one commit does to the version, and why. */
export interface CountedCommit {
  readonly id: string;
  /** Conventional type, lower case; null where the message has none. */
  readonly type: string | null;
  readonly scope: string | null;
  /** First line of the message, as it is. */
  readonly subject: string;
  readonly breaking: boolean;
  /** True where it raises the version. */
  readonly counts: boolean;
  readonly bump: Bump;
  readonly reason: string;
}

/** One line of the changelog to be. */
export interface Change {
  readonly id: string;
  readonly type: string;
  readonly scope: string | undefined;
  readonly description: string;
  readonly breaking: boolean;
  readonly notes: readonly string[];
}

export interface Counted {
  /** Newest first, each commit of the range once. */
  readonly commits: readonly CountedCommit[];
  readonly changes: readonly Change[];
  readonly bump: Bump;
}

interface Weighed {
  readonly commit: Commit;
  readonly message: Message;
  /** Why it is left out; undefined while it counts. */
  silenced: string | undefined;
}

/**
 * The bump that a range of commits asks for. Each change counts once: commits that a merge speaks for, copies of one commit, and a
 * revert with what it takes back are left out.
 * @param commits children before parents; the first is HEAD
 */
export const countCommits = (commits: readonly Commit[], settings: Settings): Counted => {
  const byId = new Map<string, Weighed>();
  for (const commit of commits) {
    const message = commit.parents.length > 1 && settings.source !== 'all' ? mergeMessage(commit.text) : undefined;
    byId.set(commit.id, { commit, message: message ?? parseMessage(commit.text), silenced: undefined });
  }
  const all = [...byId.values()];
  if (settings.source !== 'all') silenceMerged(byId, all);
  silenceCopies(byId, all);
  cancelReverts(byId, all);
  const counted = all.map((one) => count(one, settings));
  return {
    commits: counted.map((one) => one.commit),
    changes: counted.flatMap((one) => one.changes),
    bump: counted.reduce<Bump>((most, one) => higher(most, one.commit.bump), 'none'),
  };
};

const short = (id: string): string => id.slice(0, 7);

/**
 * Walk the first-parent line of HEAD, oldest merge first, so that a commit which two merges reach belongs to the older one.
 * A merge that says what it is silences what it brought; from any other the walk goes on along the line that was merged.
 */
const silenceMerged = (byId: ReadonlyMap<string, Weighed>, all: readonly Weighed[]): void => {
  const seen = new Set<string>();
  const head = all[0]?.commit.id;
  const tasks: { readonly start: string; readonly speaker: string | undefined }[] =
    head === undefined ? [] : [{ start: head, speaker: undefined }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    if (task.speaker !== undefined) silenceReachable(byId, seen, task.start, task.speaker);
    else {
      for (const one of lineFrom(byId, seen, task.start)) {
        const { id, parents } = one.commit;
        if (parents.length < 2) continue;
        const speaks = one.message.type !== undefined;
        for (const start of parents.slice(1)) tasks.push({ start, speaker: speaks ? id : undefined });
      }
    }
  }
};

/** The unseen part of a first-parent line, newest first. */
const lineFrom = (byId: ReadonlyMap<string, Weighed>, seen: Set<string>, start: string): Weighed[] => {
  const line: Weighed[] = [];
  for (let id: string | undefined = start; id !== undefined && !seen.has(id); ) {
    const one = byId.get(id);
    if (one === undefined) break;
    seen.add(id);
    line.push(one);
    id = one.commit.parents[0];
  }
  return line;
};

const silenceReachable = (
  byId: ReadonlyMap<string, Weighed>,
  seen: Set<string>,
  start: string,
  speaker: string,
): void => {
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const one = byId.get(id);
    if (one === undefined || seen.has(id)) continue;
    seen.add(id);
    one.silenced = `merged by ${short(speaker)}, which says what it is`;
    open.push(...one.commit.parents);
  }
};

/** Cherry-picks keep author, author's time and message: the oldest copy counts. */
const silenceCopies = (byId: ReadonlyMap<string, Weighed>, all: readonly Weighed[]): void => {
  const first = new Map<string, Weighed>();
  for (const one of [...all].reverse()) {
    if (one.silenced !== undefined || one.commit.parents.length > 1) continue;
    const origin = one.message.pickedFrom
      .map((id) => byId.get(id))
      .find((from) => from !== undefined && from.silenced === undefined);
    const key = `${one.commit.email}\n${one.commit.time}\n${one.message.subject}`;
    const copied = origin ?? first.get(key);
    if (copied !== undefined && copied !== one) one.silenced = `copy of ${short(copied.commit.id)}`;
    else first.set(key, one);
  }
};

/** Newest first: a revert that was itself reverted takes nothing back. */
const cancelReverts = (byId: ReadonlyMap<string, Weighed>, all: readonly Weighed[]): void => {
  const ids = [...byId.keys()];
  const bySubject = new Map<string, Weighed[]>();
  for (const one of all) {
    const same = bySubject.get(one.message.subject);
    if (same === undefined) bySubject.set(one.message.subject, [one]);
    else same.push(one);
  }
  const position = new Map(ids.map((id, at) => [id, at]));
  for (const one of all) {
    const reverts = one.message.reverts;
    if (reverts === undefined || one.silenced !== undefined) continue;
    const here = position.get(one.commit.id) ?? 0;
    const named = reverts.ids.map((id) => byId.get(id) ?? byId.get(ids.find((full) => full.startsWith(id)) ?? ''));
    const quoted = bySubject
      .get(reverts.subject ?? '')
      ?.find((other) => (position.get(other.commit.id) ?? 0) > here && other.silenced === undefined);
    const targets = (reverts.ids.length > 0 ? named : [quoted]).filter(
      (target) => target !== undefined && target !== one,
    );
    if (targets.length === 0 || targets.some((target) => target === undefined)) continue;
    for (const target of targets) if (target !== undefined) target.silenced = `reverted by ${short(one.commit.id)}`;
    const what = targets.map((target) => short(target?.commit.id ?? '')).join(', ');
    one.silenced = `takes back ${what}, which was not released`;
  }
};

const count = (one: Weighed, settings: Settings): { commit: CountedCommit; changes: readonly Change[] } => {
  const { commit, message } = one;
  const changes =
    one.silenced !== undefined ? [] : settings.source === 'squash-body' ? squashed(commit, message) : [message];
  const bumps = changes.map((change) => bumpOf(change, settings));
  const bump = bumps.reduce<Bump>(higher, 'none');
  return {
    commit: {
      id: commit.id,
      type: message.type ?? null,
      scope: message.scope ?? null,
      subject: parseMessage(commit.text).subject,
      breaking: changes.some((change) => change.breaking) || message.breaking,
      counts: bump !== 'none',
      bump,
      reason: one.silenced ?? reasonOf(message, bump, commit.parents.length > 1),
    },
    changes: changes
      .filter((_, i) => bumps[i] !== 'none')
      .map(({ type, scope, description, breaking, notes }) => ({
        id: commit.id,
        type: type ?? '',
        scope,
        description,
        breaking,
        notes,
      })),
  };
};

const squashed = (commit: Commit, message: Message): readonly Message[] => {
  const items = squashedMessages(commit.text);
  return items.length === 0 ? [message] : items;
};

const bumpOf = (message: Message, settings: Settings): Bump =>
  message.breaking
    ? 'major'
    : message.type === undefined || !Object.hasOwn(settings.types, message.type)
      ? 'none'
      : (settings.types[message.type] ?? 'none');

const reasonOf = (message: Message, bump: Bump, merge: boolean): string => {
  if (message.breaking) return 'breaking change';
  if (message.type === undefined) return merge ? 'merge; what it brought counts by itself' : 'no conventional type';
  return bump === 'none' ? `${message.type} does not release` : message.type;
};
