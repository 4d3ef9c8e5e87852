import { Liquid } from 'liquidjs';
import { Fault } from '../faults/index.js';
import { packageOf } from './names.js';

/** Answers and facts by name; plain data only. */
export type Context = Readonly<Record<string, string | number | boolean>>;

/**
 * Renders one text.
 * @param layer for faults
 * @param shownAs for faults
 * @throws Fault AG505 for an unknown variable or filter, a tag that is not allowed, or a text that does not parse
 */
export type Render = (text: string, context: Context, layer: string, shownAs: string) => string;

/** Everything else of the engine is taken away: no includes, no clock (`date`), no randomness, nothing that loops over unknown sizes. */
const allowedTags = new Set(['if', 'unless', 'raw', 'comment']);
const allowedFilters = new Set(['default', 'upcase', 'downcase', 'strip', 'replace', 'append', 'prepend']);

/**
 * The template engine: `[[ name ]]` and `[% if … %]`, so that `${{ }}`, Jinja and Groovy stay as they are. The space inside the
 * brackets belongs to the delimiter: `Callable[[], T]` and `[[tool.x]]` are text. Strict variables and filters, own properties
 * only, no file system, bounded work.
 */
export const createRender = (): Render => {
  const engine = new Liquid({
    outputDelimiterLeft: '[[ ',
    outputDelimiterRight: ' ]]',
    tagDelimiterLeft: '[%',
    tagDelimiterRight: '%]',
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    lenientIf: false,
    dynamicPartials: false,
    relativeReference: false,
    templates: {},
    parseLimit: 1_000_000,
    renderLimit: 2000,
    memoryLimit: 10_000_000,
  });
  for (const name of Object.keys(engine.tags)) if (!allowedTags.has(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!allowedFilters.has(name)) delete engine.filters[name];
  engine.registerFilter('snake', (value: unknown) => packageOf(String(value)));
  engine.registerFilter('yaml', (value: unknown) => JSON.stringify(value));
  engine.registerFilter('json', (value: unknown) => JSON.stringify(value));
  engine.registerFilter('toml', (value: unknown) => JSON.stringify(value).replaceAll('\u007f', '\\u007f'));
  return (text, context, layer, shownAs) => {
    // Most sources have nothing to fill in, and parsing them for that would be most of the work.
    if (!text.includes('[[ ') && !text.includes('[%')) return text;
    try {
      return String(engine.parseAndRenderSync(text, { ...context }));
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const [, reason = said, line] = /^([\s\S]*?)(?:, line:(\d+).*)?$/.exec(said.split('\n')[0] ?? '') ?? [];
      const at = line === undefined ? {} : { line: Number(line) };
      throw new Fault('AG505', { layer, reason, path: shownAs, ...at }, undefined, error);
    }
  };
};
