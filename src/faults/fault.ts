import { catalogue, type FaultCode } from './catalogue/index.js';

/** Where a fault stands, and the values that fill the `{names}` of its title. */
export interface FaultDetail {
  readonly path?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  readonly [name: string]: string | number | undefined;
}

/** An error that a user can get: from the closed catalogue, with its exit code and what to try. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: FaultCode;
  readonly detail: FaultDetail;
  readonly try: string;
  readonly exit: number;

  /** @param advice what to try, where this place knows better than the catalogue's general advice */
  constructor(code: FaultCode, detail: FaultDetail = {}, advice?: string, cause?: unknown) {
    const entry = catalogue[code];
    super(fill(entry.title, detail), cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
    this.try = advice ?? fill(entry.try, detail);
    this.exit = entry.exit;
  }

  get where(): string | undefined {
    const { path, line, column } = this.detail;
    if (path === undefined) return undefined;
    return [path, line, column].filter((part) => part !== undefined).join(':');
  }
}

const fill = (text: string, detail: FaultDetail): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (detail[name] === undefined ? whole : String(detail[name])));
