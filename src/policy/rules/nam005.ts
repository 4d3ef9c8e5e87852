import { endsWith, startsWith } from '../facts/names.js';
import { isUtf8 } from '../facts/text.js';
import type { Tree } from '../facts/tree.js';
import type { Offence } from '../model.js';
import { paths, rule } from '../rule.js';

const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;

/** What a byte can spoil: nothing, every path, only a path of code, or (a dot, a letter) nothing before a longer look. */
const fine = 0;
const anywhere = 1;
const inCode = 2;
const kinds = new Uint8Array(256);
kinds.fill(anywhere, 0, 32).fill(inCode, 128);
kinds[0x20] = inCode;
kinds[0x7f] = anywhere;
for (const char of '<>:"|?*\\') kinds[char.charCodeAt(0)] = anywhere;

export default rule({
  id: 'NAM005',
  severity: 'error',
  since: '0.1.0',
  fact: 'tree',
  what: 'A path collides with another one, is reserved, or has characters that tools stumble over.',
  why: 'Two paths that differ only in case overwrite each other on Windows and macOS; reserved names and some characters cannot be checked out there; spaces and non-ASCII letters in code paths break imports and scripts.',
  next: 'git mv it to a plain name',
  pass: [{ files: paths('src/a.py', 'docs/Übersicht der Läufe.md', 'src/console.py', 'src/auxiliary/x.py') }],
  fail: [
    { files: paths('docs/Readme.md', 'docs/README.md') },
    { files: paths('data/aux.csv') },
    { files: paths('src/my file.py') },
    { files: paths('src/straße.py') },
    { files: paths('docs/what?.md') },
    { files: paths('docs/two\nlines.md') },
    { files: paths('Lib/a.txt', 'lib/b.txt') },
  ],
  judge: ({ tree }) => {
    const found: Offence[] = [];
    const { bytes } = tree;
    const object = (start: number, end: number, reason: string | undefined): void => {
      if (reason !== undefined) found.push({ path: tree.text(start, end), message: reason, key: reason });
    };
    const isCode = (start: number): boolean => startsWith(bytes, start, 'src/') || startsWith(bytes, start, 'tests/');
    tree.visitFolders((start, end, name) => object(start, end, objection(tree, name, end, isCode(start))));
    tree.visit((start, end, name) => {
      const python = endsWith(bytes, end, '.py');
      // Outside src and tests a folder is one of code only by the modules in it.
      const from = python && !isCode(start) ? start : name;
      object(
        start,
        end,
        objection(tree, name, end, python || isCode(start)) ??
          (from < name && hasKind(bytes, from, name, inCode) ? odd : undefined),
      );
    });
    for (const { path, other } of tree.collisions) {
      found.push({ path, message: `differs only in case from ${other}`, key: other });
    }
    return found;
  },
});

const odd = 'has a space or a non-ASCII character in a path of code';

/** What is wrong with one segment of a path. */
const objection = (tree: Tree, start: number, end: number, code: boolean): string | undefined => {
  const { bytes } = tree;
  let worst = fine;
  for (let i = start; i < end; i++) {
    const kind = kinds[bytes[i] ?? 0] ?? fine;
    if (kind === anywhere)
      return `has a character that some systems cannot store: ${JSON.stringify(String.fromCharCode(bytes[i] ?? 0))}`;
    if (kind > worst) worst = kind;
  }
  const last = bytes[end - 1];
  if (last === 0x2e || last === 0x20) return 'ends in a dot or a space, which Windows drops';
  if (mayBeReserved(bytes, start, end) && reserved.test(tree.text(start, end)))
    return 'has a name that Windows reserves';
  if (worst !== inCode) return undefined;
  if (!isUtf8(bytes.subarray(start, end))) return 'has a name that is not UTF-8';
  return code ? odd : undefined;
};

const hasKind = (bytes: Uint8Array, start: number, end: number, kind: number): boolean => {
  for (let i = start; i < end; i++) if (kinds[bytes[i] ?? 0] === kind) return true;
  return false;
};

/** Reserved names start with c, p, a, n or l and have three or four letters before a dot or the end. */
const mayBeReserved = (bytes: Uint8Array, start: number, end: number): boolean => {
  const length = end - start;
  if (length < 3) return false;
  const ends = (at: number): boolean => at === end || bytes[at] === 0x2e;
  if (!ends(start + 3) && !(length >= 4 && ends(start + 4))) return false;
  const first = (bytes[start] ?? 0) | 0x20;
  return first === 0x63 || first === 0x70 || first === 0x61 || first === 0x6e || first === 0x6c;
};
