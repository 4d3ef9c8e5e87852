import { parseYaml, validate } from '../../config/index.js';
import type { Source } from './source.js';

export const waiversPath = '.autogov/waivers.yaml';

/** One entry of .autogov/waivers.yaml, with where it stands. */
export interface Waiver {
  readonly rule: string;
  readonly path: string;
  readonly reason: string;
  readonly owner: string;
  readonly ticket?: string;
  /** Its last day, YYYY-MM-DD; undefined where the date can't be read, and then it has lapsed. */
  readonly expires: string | undefined;
  readonly lapsed: boolean;
  readonly pointer: string;
  readonly line: number;
  readonly column: number;
}

/**
 * @param today YYYY-MM-DD, UTC
 * @throws Fault AG140–AG143 where the file is there and can't be read
 */
export const readWaivers = async (source: Source, today: string): Promise<readonly Waiver[]> => {
  const text = source.text(waiversPath);
  if (text === undefined) return [];
  const document = await parseYaml(text, waiversPath);
  const { waivers } = await validate('waivers', document);
  return waivers.map((waiver, i) => {
    const expires = readDate(waiver.expires);
    const pointer = `/waivers/${i}`;
    return {
      ...waiver,
      expires,
      lapsed: expires === undefined || expires < today,
      pointer,
      ...document.locate(pointer),
    };
  });
};

/** A calendar date written YYYY-MM-DD that exists; anything else is undefined. */
export const readDate = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const [year = 0, month = 0, day = 0] = value.split('-').map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days ? value : undefined;
};
