import { joinPointer, pointerTokens } from '../../config/index.js';

/** One place that a pointer selects. */
export interface Selected {
  readonly pointer: string;
  /** Undefined where `missing`. */
  readonly value: unknown;
  readonly missing: boolean;
}

/**
 * Every place of a value that a JSON Pointer selects; a segment `*` stands for each item of an array or object there, so an
 * empty one selects nothing. What isn't there is selected once, as missing.
 */
export const selectValues = (root: unknown, pointer: string): readonly Selected[] => {
  let here: readonly Selected[] = [{ pointer: '', value: root, missing: root === undefined }];
  for (const token of pointerTokens(pointer)) here = here.flatMap((place) => step(place, token));
  return here;
};

const step = (place: Selected, token: string): readonly Selected[] => {
  const child = (key: string, value: unknown): Selected => ({
    pointer: place.pointer + joinPointer([key]),
    value,
    missing: false,
  });
  if (place.missing) return [place];
  const { value } = place;
  if (value === null || typeof value !== 'object') return [{ ...child(token, undefined), missing: true }];
  if (token === '*') return Object.entries(value).map(([key, item]) => child(key, item));
  if (!Object.hasOwn(value, token)) return [{ ...child(token, undefined), missing: true }];
  return [child(token, (value as Record<string, unknown>)[token])];
};
