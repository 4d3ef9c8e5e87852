import { fingerprint } from '../evidence/index.js';
import type { Repository } from '../ports/index.js';
import { verifySsh } from './sshsig.js';
import { trailer } from './texts.js';

/** An annotated tag as it lies in the object store. */
export interface TagObject {
  readonly id: string;
  /** The commit that it names. */
  readonly commit: string;
  /** Seconds since the epoch, as the tagger says. */
  readonly time: number;
  /** The key whose signature holds; undefined where there is none, or another kind. */
  readonly signer: { readonly keyId: string; readonly publicKey: Uint8Array } | undefined;
  /** What autogov wrote into it; undefined where autogov did not make it. */
  readonly made: { readonly plan: string; readonly policy: string | null; readonly base: string } | undefined;
}

const begin = '-----BEGIN SSH SIGNATURE-----';

/** The tag object behind a tag; undefined where there is no such tag, or it is a lightweight one. */
export const readTagObject = (repository: Repository, tag: string): TagObject | undefined => {
  const id = repository.run(['rev-parse', '--verify', '--quiet', `refs/tags/${tag}`]);
  const object = repository.run(['cat-file', 'tag', `refs/tags/${tag}`]);
  if (id.code !== 0 || object.code !== 0) return undefined;
  const bytes = Buffer.from(object.stdout);
  // Only a line of its own begins the signature: a commit's subject in the notes may quote the words.
  const at = bytes.lastIndexOf(`\n${begin}\n`) + 1;
  const signed = at === 0 ? bytes : bytes.subarray(0, at);
  const text = signed.toString('utf8');
  const publicKey = at === 0 ? undefined : verifySsh(bytes.toString('latin1', at), 'git', signed);
  const commit = /^object ([0-9a-f]+)\ntype commit\n/.exec(text)?.[1];
  if (commit === undefined) return undefined;
  return {
    id: new TextDecoder().decode(id.stdout).trim(),
    commit,
    time: Number(/^tagger .* (\d+) [+-]\d+$/m.exec(text)?.[1] ?? 0),
    signer: publicKey === undefined ? undefined : { keyId: fingerprint(publicKey), publicKey },
    made: readTrailers(text),
  };
};

const readTrailers = (text: string): TagObject['made'] => {
  const last = text.trimEnd().split('\n\n').at(-1) ?? '';
  const value = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(last)?.[1];
  const digest = (given: string | undefined): string | undefined => /^sha256:([0-9a-f]{64})$/.exec(given ?? '')?.[1];
  const plan = digest(value(trailer.plan));
  const base = /^[0-9a-f]{40,64}$/.exec(value(trailer.base) ?? '')?.[0];
  return plan === undefined || base === undefined
    ? undefined
    : { plan, policy: digest(value(trailer.policy)) ?? null, base };
};
