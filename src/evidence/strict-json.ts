export const isJsonObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Why a text is not strict JSON. */
export class JsonProblem extends Error {}

/**
 * Parse JSON as JSON.parse does, and refuse an object that has a name twice (also when one is written with escapes):
 * readers of other languages would take different ones of the two, so the same signature would say two things.
 * @throws JsonProblem
 */
export const parseStrictJson = (text: string): unknown => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new JsonProblem('it does not parse');
  }
  // What JSON.stringify writes has no name twice, so only another spelling (white space, order, escapes) needs a closer look.
  if (JSON.stringify(value) === text) return value;
  const twice = duplicateName(text);
  if (twice !== undefined) throw new JsonProblem(`the name "${twice}" stands twice in one object`);
  return value;
};

/** The first name that an object has twice. @param text valid JSON */
const duplicateName = (text: string): string | undefined => {
  // One entry a nesting level: the names seen, or undefined for an array.
  const levels: (Set<string> | undefined)[] = [];
  let expectsName = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x7b:
        levels.push(new Set());
        expectsName = true;
        break;
      case 0x5b:
        levels.push(undefined);
        expectsName = false;
        break;
      case 0x7d:
      case 0x5d:
        levels.pop();
        expectsName = false;
        break;
      case 0x2c:
        expectsName = levels.at(-1) !== undefined;
        break;
      case 0x22: {
        const end = endOfString(text, at);
        if (expectsName) {
          const raw = text.slice(at + 1, end);
          const name = raw.includes('\\') ? String(JSON.parse(text.slice(at, end + 1))) : raw;
          const names = levels.at(-1);
          if (names?.has(name)) return name;
          names?.add(name);
          expectsName = false;
        }
        at = end;
      }
    }
  }
  return undefined;
};

/** Index of the closing quote of the string that opens at `start`. */
const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (text.charCodeAt(at) !== 0x22) at += text.charCodeAt(at) === 0x5c ? 2 : 1;
  return at;
};
