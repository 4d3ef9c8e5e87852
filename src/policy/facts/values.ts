/** Parsed data taken as what a rule expects; anything else reads as empty, because STR006 and the parsers say what is malformed. */
export const asTable = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const asTexts = (value: unknown): readonly string[] =>
  asList(value).filter((item): item is string => typeof item === 'string');
