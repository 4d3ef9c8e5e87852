import { Fault } from '../faults/index.js';

/** Reads a tool's JSON, of which nothing is taken on trust: what lacks its documented form is Fault AG234. */
export class JsonReader {
  readonly #value: unknown;
  readonly #where: string;
  readonly #unreadable: (reason: string) => Fault;

  constructor(value: unknown, where: string, unreadable: (reason: string) => Fault) {
    this.#value = value;
    this.#where = where;
    this.#unreadable = unreadable;
  }

  /** @throws Fault AG234 */
  static parse(text: string, tool: string, command: string): JsonReader {
    const unreadable = (reason: string) => new Fault('AG234', { tool, command, reason });
    try {
      return new JsonReader(JSON.parse(text), 'the report', unreadable);
    } catch {
      throw unreadable('its report is not JSON');
    }
  }

  get(key: string): JsonReader {
    const here = this.#value;
    if (here === null || typeof here !== 'object' || Array.isArray(here)) throw this.#unlike('an object');
    const next = Object.hasOwn(here, key) ? (here as Readonly<Record<string, unknown>>)[key] : undefined;
    return new JsonReader(next, `${this.#where}.${key}`, this.#unreadable);
  }

  items(): readonly JsonReader[] {
    if (!Array.isArray(this.#value)) throw this.#unlike('an array');
    return this.#value.map((each, at) => new JsonReader(each, `${this.#where}[${at}]`, this.#unreadable));
  }

  /** Own keys with their values. */
  entries(): readonly (readonly [string, JsonReader])[] {
    const here = this.#value;
    if (here === null || typeof here !== 'object' || Array.isArray(here)) throw this.#unlike('an object');
    return Object.entries(here).map(([key, each]) => [
      key,
      new JsonReader(each, `${this.#where}.${key}`, this.#unreadable),
    ]);
  }

  text(): string {
    if (typeof this.#value !== 'string') throw this.#unlike('text');
    return this.#value;
  }

  number(): number {
    if (typeof this.#value !== 'number') throw this.#unlike('a number');
    return this.#value;
  }

  /** The text, or undefined where it is absent or null. */
  maybeText(): string | undefined {
    return this.absent ? undefined : this.text();
  }

  maybeNumber(): number | undefined {
    return this.absent ? undefined : this.number();
  }

  get absent(): boolean {
    return this.#value === undefined || this.#value === null;
  }

  #unlike(expected: string): Fault {
    return this.#unreadable(`${this.#where} is not ${expected}`);
  }
}
