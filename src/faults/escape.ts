/**
 * Make text from a repository, a child or a document harmless on a terminal and in the log of a CI system: control characters (C0 without
 * tab, DEL, C1), bidirectional overrides and line separators become visible \u{…} escapes, and so does the sign that would make a
 * line a command of GitHub Actions (`::name::` at its start, `##[name]` anywhere), Azure Pipelines or TeamCity. One line in, one line out.
 */
export const escapeText = (text: string): string =>
  text
    .replace(/[^\P{Cc}\t]|[\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu, (char) =>
      char === '\n' ? '\\n' : char === '\r' ? '\\r' : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
    )
    .replace(/^(\s*):(?=:)/, '$1\\u{3a}')
    .replace(/##(?=(?:vso|teamcity)?\[)/g, '#\\u{23}');

/**
 * The same JSON, spelled so that no terminal and no CI system obeys a part of it. JSON.stringify leaves DEL, C1 and bidirectional
 * overrides as they are.
 */
export const escapeJson = (json: string): string =>
  json
    .replace(
      /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/##(?=(?:vso|teamcity)?\[)/g, '#\\u0023');
