/** Shorter values are left as they are: they would redact ordinary words, and are no secrets. */
export const shortestSecret = 4;
/** Shorter values are looked for only as they are: their encoded forms are too short to be told from other text. */
const shortestEncoded = 6;

/**
 * The ways in which a secret shows up in output: as it is, each long line of it, escaped in JSON, in hex digits, url-encoded (as the common
 * encoders do it, with both spellings of a space and both cases of the digits), and base64 in the standard and the url alphabet at each of the three
 * offsets at which it can stand inside longer text. As latin1 strings of their UTF-8 bytes, longest first.
 */
export const secretForms = (secrets: Iterable<string>): readonly string[] => {
  const forms = new Set<string>();
  const add = (text: string, shortest: number): void => {
    const bytes = Buffer.from(text, 'utf8').toString('latin1');
    if (bytes.length >= shortest) forms.add(bytes);
  };
  const addEncoded = (encoded: string): void => {
    for (const each of [encoded, encoded.replaceAll('%20', '+')]) {
      add(each, shortestEncoded);
      add(each.replaceAll(/%[0-9A-F]{2}/g, lower), shortestEncoded);
    }
  };
  for (const secret of secrets) {
    for (const value of [secret, secret.trim()]) {
      add(value, shortestSecret);
      if (Buffer.byteLength(value) < shortestEncoded) continue;
      for (const line of value.split(/\r?\n/)) add(line.trim(), 12);
      add(JSON.stringify(value).slice(1, -1), shortestEncoded);
      const hex = Buffer.from(value).toString('hex');
      add(hex, shortestEncoded);
      add(hex.toUpperCase(), shortestEncoded);
      for (const safe of safeSets) addEncoded(encodeUrl(value, safe));
      for (const core of base64Cores(Buffer.from(value))) {
        add(core, shortestEncoded);
        add(core.replaceAll('+', '-').replaceAll('/', '_'), shortestEncoded);
      }
    }
  }
  return [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
};

const lower = (text: string): string => text.toLowerCase();

/**
 * Characters that url-encoders leave as they are, besides letters, digits and `-_.`: RFC 3986, Python's quote, form data
 * (WHATWG URL), JavaScript's encodeURIComponent, its encodeURI.
 */
const safeSets = ['~', '~/', '*', "~!*'()", "~!*'();/?:@&=+$,#"];

const encodeUrl = (text: string, safe: string): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9_.-]/.test(char) || safe.includes(char)
        ? char
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');

/** The characters of base64 that depend on these bytes alone, whatever 0, 1 or 2 bytes stand before and whatever follows. */
const base64Cores = (bytes: Buffer): readonly string[] =>
  [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return text.slice(start, end);
  });
