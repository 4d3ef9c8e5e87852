/** Paths of a repository over one buffer: no object for a path until somebody asks for it. */
export interface Tree {
  /** NUL, then each path ended by NUL; `start` and `end` of a visit index into it. */
  readonly bytes: Buffer;
  /** See every path once, in git's order; `name` is where its last segment starts. */
  visit(see: (start: number, end: number, name: number) => void): void;
  /** True if this very path is tracked, or untracked and not ignored. */
  has(path: string): boolean;
  /** True if any path lies below this folder (no trailing slash). */
  hasFolder(folder: string): boolean;
  /** Names of the folders directly below a folder (`''` is the root), each once. */
  folders(folder: string): readonly string[];
  /** Paths directly in a folder (`''` is the root). */
  files(folder: string): readonly string[];
  /** A path as text; bytes that are no UTF-8 are written `\xNN`. */
  text(start: number, end: number): string;
}

const slash = 0x2f;

/** @param listing paths each ended by NUL */
export const createTree = (listing: Uint8Array): Tree => {
  const bytes = Buffer.allocUnsafe(listing.length + 1);
  bytes[0] = 0;
  bytes.set(listing, 1);
  const visit: Tree['visit'] = (see) => {
    let start = 1;
    let name = 1;
    const total = bytes.length;
    for (let i = 1; i < total; i++) {
      const byte = bytes[i];
      if (byte === slash) name = i + 1;
      else if (byte === 0) {
        // A nested repository is listed as `folder/`: it is not ours to judge.
        if (name < i) see(start, i, name);
        start = i + 1;
        name = start;
      }
    }
  };
  const text = (start: number, end: number): string => decode(bytes.subarray(start, end));
  const below = (folder: string, see: (rest: number, start: number, end: number) => void): void => {
    const lead = Buffer.from(folder === '' ? '\0' : `\0${folder}/`);
    for (let at = bytes.indexOf(lead); at !== -1; ) {
      const end = bytes.indexOf(0, at + lead.length);
      if (end === -1) return;
      if (end > at + lead.length) see(at + lead.length, at + 1, end);
      at = bytes.indexOf(lead, end);
    }
  };
  return {
    bytes,
    visit,
    text,
    has: (path) => bytes.includes(`\0${path}\0`),
    hasFolder: (folder) => bytes.includes(`\0${folder}/`),
    folders: (folder) => {
      const found = new Set<string>();
      let before = -1;
      let length = -1;
      below(folder, (rest, _, end) => {
        const cut = bytes.indexOf(slash, rest);
        if (cut === -1 || cut > end) return;
        // git lists sorted: most paths stand in the folder of the path before.
        if (cut - rest === length && bytes.compare(bytes, before, before + length, rest, cut) === 0) return;
        before = rest;
        length = cut - rest;
        found.add(text(rest, cut));
      });
      return [...found];
    },
    files: (folder) => {
      const found: string[] = [];
      below(folder, (rest, start, end) => {
        const cut = bytes.indexOf(slash, rest);
        if (cut === -1 || cut > end) found.push(text(start, end));
      });
      return found;
    },
  };
};

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8, with every byte that is none written as `\xNN`. */
export const decode = (bytes: Uint8Array): string => {
  try {
    return strict.decode(bytes);
  } catch {
    return decodePieces(bytes);
  }
};

/** True if the bytes are well-formed UTF-8. */
export const isText = (bytes: Uint8Array): boolean => {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
};

const decodePieces = (bytes: Uint8Array): string => {
  let out = '';
  for (let i = 0; i < bytes.length; ) {
    const length = [1, 2, 3, 4].find((count) => i + count <= bytes.length && isText(bytes.subarray(i, i + count)));
    if (length === undefined) {
      out += `\\x${(bytes[i] ?? 0).toString(16).padStart(2, '0')}`;
      i += 1;
    } else {
      out += strict.decode(bytes.subarray(i, i + length));
      i += length;
    }
  }
  return out;
};
