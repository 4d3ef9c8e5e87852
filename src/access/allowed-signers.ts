import { fingerprint, parseSshPublicKey, sshPublicKeyLine } from '../evidence/index.js';
import { Fault, nearest } from '../faults/index.js';

/** Where the list stands in a repository. */
export const signersPath = '.autogov/allowed_signers';

/** What a line may grant; `git` lets git itself verify commits and tags by the same file. */
export const namespaces = [
  'autogov.run@v1',
  'autogov.release@v1',
  'autogov.approve@v1',
  'autogov.deploy@v1',
  'autogov.access@v1',
  'autogov.delegate@v1',
  'git',
] as const;

/** Whether a text is one of the namespaces. */
export const isNamespace = (text: string): boolean => (namespaces as readonly string[]).includes(text);

/** One line: one key of one principal. */
export interface SignerLine {
  /** 1-based line of allowed_signers. */
  readonly line: number;
  readonly principal: string;
  readonly namespaces: readonly string[];
  /** Milliseconds since the epoch: the key counts from then on. */
  readonly validAfter?: number;
  /** Milliseconds since the epoch: the key counts before then. */
  readonly validBefore?: number;
  /** 32 bytes, raw. */
  readonly publicKey: Uint8Array;
  /** `SHA256:…` */
  readonly keyId: string;
  readonly comment: string;
}

/** One exact name: no blanks, quotes, list or pattern characters of OpenSSH, nothing invisible. */
export const isPrincipal = (text: string): boolean => /^[^\s"'*?!,#=\\\p{C}][^\s"'*?!,\\\p{C}]{0,254}$/u.test(text);

/**
 * Read a list of signers, in the part of OpenSSH's allowed_signers format (ssh-keygen(1), ALLOWED SIGNERS) that grants
 * exactly what it shows.
 * @param path as a fault shows it
 * @throws Fault AG420 with line and column at the first line that is anything else
 */
export const parseAllowedSigners = (text: string, path = signersPath): readonly SignerLine[] => {
  const lines: SignerLine[] = [];
  const seen = new Map<string, number>();
  for (const [index, content] of text.split('\n').entries()) {
    const line = index + 1;
    const refuse = (column: number, reason: string): Fault => new Fault('AG420', { path, line, column, reason });
    const odd = content.search(/[^\P{C}\t]/u);
    if (odd >= 0) throw refuse(odd + 1, content[odd] === '\r' ? 'it ends in CR LF' : 'it has an invisible character');
    if (/^[ \t]*(#|$)/.test(content)) continue;
    const signer = parseLine(content, line, refuse);
    const before = seen.get(signer.keyId);
    if (before !== undefined)
      throw refuse(content.indexOf('ssh-ed25519') + 1, `its key stands in line ${before} already`);
    seen.set(signer.keyId, line);
    lines.push(signer);
  }
  return lines;
};

type Refuse = (column: number, reason: string) => Fault;

const parseLine = (content: string, line: number, refuse: Refuse): SignerLine => {
  const head = /^([^ \t]+)[ \t]+/.exec(content);
  const principal = head?.[1] ?? '';
  if (head === null) throw refuse(1, 'it needs a principal, namespaces and a key');
  if (!isPrincipal(principal))
    throw refuse(1, 'the principal must be one exact name, without patterns, lists or quotes');
  let at = head[0].length;
  const options = new Map<string, string>();
  while (!/^[a-z0-9-]+(@openssh\.com)?[ \t]+AAAA/.test(content.slice(at))) {
    const option = /^([a-zA-Z-]+)(?:="([^"]*)")?(,|[ \t]+|$)/.exec(content.slice(at));
    if (option === null) throw refuse(at + 1, 'options are name="value", separated by commas, then the key');
    const [whole, name = '', value, end] = option;
    if (name === 'cert-authority') throw refuse(at + 1, 'cert-authority would admit keys that nobody here has seen');
    if (!optionNames.includes(name)) {
      const near = nearest(name, optionNames);
      throw refuse(at + 1, `unknown option ${name}${near === undefined ? '' : ` (did you mean ${near}?)`}`);
    }
    if (value === undefined) throw refuse(at + 1, `${name} needs a value in double quotes`);
    if (options.has(name)) throw refuse(at + 1, `${name} stands there twice`);
    options.set(name, value);
    at += whole.length;
    if (end === '') throw refuse(at + 1, 'there is no key after the options');
  }
  const column = (name: string): number => content.indexOf(name) + 1;
  const granted = options.get('namespaces');
  if (granted === undefined) throw refuse(at + 1, 'namespaces="…" is missing: say what the key may sign');
  const [type = '', blob = '', ...rest] = content.slice(at).split(/[ \t]+/);
  if (type !== 'ssh-ed25519') throw refuse(at + 1, `the key is ${type}; autogov takes ssh-ed25519 only`);
  const publicKey = readKey(`${type} ${blob}`, at + 1, refuse);
  const validAfter = readDate(options, 'valid-after', (reason) => refuse(column('valid-after'), reason));
  const validBefore = readDate(options, 'valid-before', (reason) => refuse(column('valid-before'), reason));
  return {
    line,
    principal,
    namespaces: readNamespaces(granted, (reason) => refuse(column('namespaces'), reason)),
    ...(validAfter === undefined ? {} : { validAfter }),
    ...(validBefore === undefined ? {} : { validBefore }),
    publicKey,
    keyId: fingerprint(publicKey),
    comment: rest.join(' ').trim(),
  };
};

const optionNames = ['namespaces', 'valid-after', 'valid-before'];

const readKey = (text: string, column: number, refuse: Refuse): Uint8Array => {
  try {
    return parseSshPublicKey(text);
  } catch (error) {
    throw error instanceof Fault ? refuse(column, `the key: ${error.message}`) : error;
  }
};

const readNamespaces = (value: string, refuse: (reason: string) => Fault): readonly string[] => {
  const list = value.split(',');
  for (const [index, name] of list.entries()) {
    if (!isNamespace(name)) {
      const near = nearest(name, namespaces);
      throw refuse(`unknown namespace "${name}"${near === undefined ? '' : ` (did you mean ${near}?)`}`);
    }
    if (list.indexOf(name) !== index) throw refuse(`namespace ${name} stands there twice`);
  }
  return list;
};

/** YYYYMMDDZ or YYYYMMDDHHMM[SS]Z, a moment that the calendar has. */
const readDate = (
  options: ReadonlyMap<string, string>,
  name: string,
  refuse: (reason: string) => Fault,
): number | undefined => {
  const text = options.get(name);
  if (text === undefined) return undefined;
  const parts = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z$/.exec(text);
  if (parts === null) throw refuse(`${name} is YYYYMMDDZ or YYYYMMDDHHMMSSZ, and ends in Z for UTC`);
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = Date.parse(iso);
  if (Number.isNaN(time) || new Date(time).toISOString() !== iso) throw refuse(`${name} is no date of the calendar`);
  return time;
};

/** A line that parseAllowedSigners reads back, without line feed. */
export const signerLine = (
  principal: string,
  granted: readonly string[],
  publicKey: Uint8Array,
  comment = '',
): string => `${principal} namespaces="${granted.join(',')}" ${sshPublicKeyLine(publicKey, comment)}`;
