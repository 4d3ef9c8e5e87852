/** What is real in one run and stands in a scenario under a name. */
export interface Names {
  readonly root: string;
  readonly home: string;
  readonly state: string;
  /** The folder that holds all of them. */
  readonly base: string;
  readonly version: string;
}

/** Put the real folders in place of `[ROOT]`, `[HOME]` and `[STATE]`. */
export const fillNames = (text: string, names: Names): string =>
  text.replaceAll('[ROOT]', names.root).replaceAll('[HOME]', names.home).replaceAll('[STATE]', names.state);

const quoteRegex = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * What differs from run to run becomes a name: folders [ROOT] [HOME] [STATE] [TMP], [TIME], [TODAY], durations [MS], commits
 * [SHA], SHA-256 [DIGEST], ULIDs [ID], key fingerprints [KEY], autogov's own version [VERSION]. Order matters: longer forms first.
 */
export const filterOutput = (text: string, names: Names, now: Date): string => {
  const version = quoteRegex(names.version);
  const days = [now.getTime(), now.getTime() - 86_400_000].map((time) => new Date(time).toISOString().slice(0, 10));
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(names.root, '[ROOT]')
    .replaceAll(names.home, '[HOME]')
    .replaceAll(names.state, '[STATE]')
    .replaceAll(names.base, '[TMP]')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '[TIME]')
    .replaceAll(new RegExp(days.join('|'), 'g'), '[TODAY]')
    .replaceAll(/SHA256:[A-Za-z0-9+/]{43}/g, '[KEY]')
    .replaceAll(/\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g, '[ID]')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '[DIGEST]')
    .replaceAll(/\b(?:[0-9a-f]{40}|[0-9a-f]{7})\b/g, '[SHA]')
    .replaceAll(/ *\b\d+(?:\.\d+)? ?(?:ms|s)\b/g, ' [MS]')
    .replaceAll(new RegExp(`("autogov":\\s?")${version}"`, 'g'), '$1[VERSION]"')
    .replaceAll(new RegExp(`\\b(autogov[ @/])${version}\\b`, 'g'), '$1[VERSION]')
    .replaceAll(new RegExp(`^${version}$`, 'gm'), '[VERSION]');
};

/** Lines without the end of the last one; nothing at all is the one line `(none)`. */
export const linesOf = (text: string): readonly string[] =>
  text === '' ? ['(none)'] : (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
