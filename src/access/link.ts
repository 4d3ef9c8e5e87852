import {
  type Envelope,
  predicateType,
  readEnvelope,
  sha256,
  signStatement,
  statement,
  statementOf,
  verifyEnvelope,
} from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { Signer } from '../ports/index.js';
import { parseAllowedSigners, type SignerLine, signersPath } from './allowed-signers.js';
import type { AccessLink } from './model.js';

export const policyPath = '.autogov/policy.yaml';
export const chainFolder = '.autogov/access';

/** What a new link says. */
export interface LinkContent {
  readonly project: string;
  readonly seq: number;
  readonly previous: string | null;
  /** The whole of allowed_signers: verifying the next link, and judging old records, needs it offline. */
  readonly signers: string;
  readonly policyDigest: string | null;
  readonly minimumVersion: string;
  readonly threshold: number;
  readonly expires: string | null;
}

export const linkPath = (seq: number): string => `${chainFolder}/${String(seq).padStart(4, '0')}.dsse.json`;

/** A git checkout may give a text file another line end; the envelope itself has none. */
const envelopeText = (content: string): string => content.replace(/\r?\n$/, '');

/** The digest by which the next link, the pin and every record name this one. */
export const linkDigest = (content: string): string => sha256(envelopeText(content));

/** Sign a link: the content of its file, one compact line without line feed, so that `sha256sum` prints its digest. */
export const signLink = (signer: Signer, content: LinkContent): Promise<string> => {
  const signersDigest = sha256(content.signers);
  const subjects = [
    { name: signersPath, digest: { sha256: signersDigest } },
    ...(content.policyDigest === null ? [] : [{ name: policyPath, digest: { sha256: content.policyDigest } }]),
  ];
  return signStatement(
    signer,
    statement('access-change', subjects, {
      project: content.project,
      seq: content.seq,
      previous: content.previous,
      signers: { sha256: signersDigest, content: content.signers },
      policy: content.policyDigest === null ? null : { sha256: content.policyDigest },
      minimumVersion: content.minimumVersion,
      threshold: content.threshold,
      expires: content.expires,
    }),
  );
};

/**
 * Read one link and verify it.
 * @param before the link before it; undefined for the first, which its own holders sign
 * @throws Fault AG421 for a link that is malformed, doesn't follow, or lacks signatures of distinct holders
 */
export const readLink = (content: string, seq: number, before: AccessLink | undefined): AccessLink => {
  const path = linkPath(seq);
  const broken = (reason: string): Fault => new Fault('AG421', { path, reason });
  const envelopes = readSignatures(envelopeText(content), broken);
  const link = withCause(broken, () => readPredicate(envelopes, linkDigest(content), broken));
  if (link.seq !== seq) throw broken(`it says that it is link ${link.seq}`);
  if (link.previous !== (before?.digest ?? null)) {
    throw broken(before === undefined ? 'the first link names one before it' : `it does not follow link ${before.seq}`);
  }
  if (before !== undefined && link.project !== before.project) throw broken('it is of another project');
  const judges = before ?? link;
  const holders = judges.signers.filter((signer) => signer.namespaces.includes('autogov.access@v1'));
  const signedBy = signaturesOf(envelopes, holders);
  const principals = new Set(signedBy.map((signer) => signer.principal));
  if (principals.size < judges.threshold) {
    const who = before === undefined ? 'its own holders' : `the holders in link ${before.seq}`;
    throw broken(`${principals.size} of ${judges.threshold} signatures needed are by ${who} of autogov.access@v1`);
  }
  // A signature is not signed itself: one that proves nothing would let anybody give the link another digest.
  if (signedBy.length !== envelopes.length) throw broken('it has a signature that counts for nothing');
  const able = new Set(
    link.signers.filter((each) => each.namespaces.includes('autogov.access@v1')).map((each) => each.principal),
  );
  if (able.size < link.threshold)
    throw broken(`nobody could follow it: ${able.size} holders, threshold ${link.threshold}`);
  return { ...link, signedBy: signedBy.map((signer) => signer.keyId) };
};

/** One envelope for each signature of a DSSE file in its one spelling. */
const readSignatures = (text: string, broken: (reason: string) => Fault): readonly Envelope[] =>
  withCause(broken, () => {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || !Array.isArray(value['signatures'])) throw broken('it is not a DSSE envelope');
    const { payloadType, payload, signatures } = value;
    if (JSON.stringify({ payloadType, payload, signatures }) !== text)
      throw broken('it is not compact, canonical JSON');
    if (signatures.length === 0 || signatures.length > 100) throw broken(`it has ${signatures.length} signatures`);
    return signatures.map((signature) =>
      readEnvelope(JSON.stringify({ payloadType, payload, signatures: [signature] })),
    );
  });

/** Whatever makes a link unreadable, it is the chain that is broken. */
const withCause = <T>(broken: (reason: string) => Fault, body: () => T): T => {
  try {
    return body();
  } catch (error) {
    if (error instanceof SyntaxError) throw broken('it is not JSON');
    if (error instanceof Fault && (error.code === 'AG402' || error.code === 'AG420')) {
      const { line } = error.detail;
      throw broken(line === undefined ? error.message : `line ${line} of its signers: ${error.message}`);
    }
    throw error;
  }
};

const signaturesOf = (envelopes: readonly Envelope[], holders: readonly SignerLine[]): readonly SignerLine[] =>
  holders.filter((holder) =>
    envelopes.some((envelope) => envelope.keyId === holder.keyId && verifyEnvelope(envelope, holder.publicKey)),
  );

const readPredicate = (
  envelopes: readonly Envelope[],
  digest: string,
  broken: (reason: string) => Fault,
): Omit<AccessLink, 'signedBy'> => {
  const [envelope] = envelopes;
  if (envelope === undefined) throw broken('it has no signature');
  const { predicateType: type, predicate } = statementOf(envelope);
  if (type !== predicateType('access-change')) throw broken('it is not a change of access');
  const { project, seq, previous, signers, policy, minimumVersion, threshold, expires } = predicate;
  const digestOf = (value: unknown): string | undefined =>
    isRecord(value) && typeof value['sha256'] === 'string' && /^[0-9a-f]{64}$/.test(value['sha256'])
      ? value['sha256']
      : undefined;
  const signersDigest = digestOf(signers);
  const policyDigest = policy === null ? null : digestOf(policy);
  const text = isRecord(signers) ? signers['content'] : undefined;
  if (
    typeof project !== 'string' ||
    !isCount(seq) ||
    !isCount(threshold) ||
    typeof minimumVersion !== 'string' ||
    (previous !== null && typeof previous !== 'string') ||
    (expires !== null && (typeof expires !== 'string' || Number.isNaN(Date.parse(expires)))) ||
    signersDigest === undefined ||
    policyDigest === undefined ||
    typeof text !== 'string'
  ) {
    throw broken('it does not say what a change of access must say');
  }
  if (sha256(text) !== signersDigest) throw broken('its list of signers has another digest than it says');
  return {
    project,
    seq,
    digest,
    previous,
    signersDigest,
    signersText: text,
    signers: parseAllowedSigners(text, `${linkPath(seq)} (signers)`),
    policyDigest,
    minimumVersion,
    threshold,
    expires,
  };
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
