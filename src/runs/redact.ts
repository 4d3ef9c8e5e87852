import { secretForms } from './secret-forms.js';
import { keyBlockEnd, keyBlockHead, keyBlockStart, keyBlockTail, secretPatterns } from './secret-patterns.js';

/** What stands where a secret stood. */
export const mask = '[redacted]';

/** Text that may be the start of a token is held back at most this long (characters); of a known secret, as long as its longest form. */
const mostHeld = 8192;

/** Characters; no private key is longer, so what follows a head without an end is other output. */
const mostBlock = 65_536;

/** Removes secrets from a stream, wherever it is cut into chunks. */
export interface Redactor {
  /** What may be shown of everything so far. */
  push(chunk: Uint8Array): Uint8Array;
  /** The rest; nothing may be pushed after it. */
  end(): Uint8Array;
  /** How many places were redacted. */
  readonly count: number;
}

export interface Redaction {
  stream(): Redactor;
  /** The same for text that is whole. */
  text(text: string): { readonly text: string; readonly count: number };
}

/**
 * @param secrets values that must not be seen; those under four characters are left as they are
 * Bytes are handled as latin1, one character each, so that any output passes unchanged where nothing is redacted.
 */
export const createRedaction = (secrets: Iterable<string>): Redaction => {
  const forms = secretForms(secrets);
  const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const sources = [...forms.map(literal), ...secretPatterns.map((pattern) => pattern.source)];
  const finder = new RegExp(sources.join('|'), 'g');
  const starts = [...secretPatterns.flatMap((pattern) => pattern.starts), keyBlockStart];
  const firsts = new Set([...forms, ...starts].map((text) => text.charCodeAt(0)));
  const stream = (): LatinRedactor => new LatinRedactor(finder, forms, starts, firsts);
  return {
    stream: () => {
      const inner = stream();
      return {
        push: (chunk) =>
          Buffer.from(
            inner.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1')),
            'latin1',
          ),
        end: () => Buffer.from(inner.end(), 'latin1'),
        get count() {
          return inner.count;
        },
      };
    },
    text: (text) => {
      const inner = stream();
      const shown = inner.push(Buffer.from(text, 'utf8').toString('latin1')) + inner.end();
      return { text: Buffer.from(shown, 'latin1').toString('utf8'), count: inner.count };
    },
  };
};

class LatinRedactor {
  count = 0;
  private held = '';
  private inBlock = false;
  private dropped = 0;

  constructor(
    private readonly finder: RegExp,
    private readonly forms: readonly string[],
    private readonly starts: readonly string[],
    private readonly firsts: ReadonlySet<number>,
  ) {}

  push(chunk: string): string {
    let shown = '';
    this.held += chunk;
    for (;;) {
      if (this.inBlock) {
        const end = keyBlockEnd.exec(this.held);
        if (end === null && this.dropped + this.held.length < mostBlock) {
          this.dropped += Math.max(0, this.held.length - keyBlockTail);
          this.held = this.held.slice(-keyBlockTail);
          return shown;
        }
        this.held = end === null ? this.held : this.held.slice(end.index + end[0].length);
        this.inBlock = false;
        this.dropped = 0;
      }
      const block = keyBlockHead.exec(this.held);
      if (block === null) break;
      shown += this.replace(this.held.slice(0, block.index)) + mask;
      this.count += 1;
      this.held = this.held.slice(block.index + block[0].length);
      this.inBlock = true;
    }
    const cut = this.undecidedFrom(this.held);
    // A match that reaches past the cut would be torn; it is kept whole with what is held back.
    let safe = cut;
    for (const match of this.held.matchAll(this.finder)) {
      if (match.index < cut && match.index + match[0].length > cut) safe = Math.min(safe, match.index);
    }
    shown += this.replace(this.held.slice(0, safe));
    this.held = this.held.slice(safe);
    return shown;
  }

  end(): string {
    if (this.inBlock) return '';
    const shown = this.replace(this.held);
    this.held = '';
    return shown;
  }

  private replace(text: string): string {
    return text.replaceAll(this.finder, () => {
      this.count += 1;
      return mask;
    });
  }

  /** The first place from which on more input could still make, or lengthen, a secret. */
  private undecidedFrom(text: string): number {
    const from = Math.max(0, text.length - Math.max(mostHeld, this.forms[0]?.length ?? 0));
    for (let at = from; at < text.length; at++) {
      if (!this.firsts.has(text.charCodeAt(at))) continue;
      if (this.forms.some((form) => at + form.length > text.length && form.startsWith(text.slice(at)))) return at;
      for (const start of this.starts) {
        if (start.startsWith(text.slice(at, at + start.length)) && this.isOpen(text, at, start)) return at;
      }
    }
    return text.length;
  }

  /** A token ends at white space; the head of a key block at its line's end. */
  private isOpen(text: string, at: number, start: string): boolean {
    const rest = text.slice(at + start.length);
    return start === keyBlockStart ? !/[\r\n]/.test(rest) && rest.length < 60 : !/[\s"'<>|]/.test(rest);
  }
}
