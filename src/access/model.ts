import type { Signer } from '../ports/index.js';
import type { SignerLine } from './allowed-signers.js';

/** The key of whoever called autogov. */
export interface OwnSigner {
  readonly signer: Signer;
  /** Who they say they are: the granted principal of the key where there is one, else git's user.email, else user@host. */
  readonly principal: string;
  readonly origin: 'agent' | 'file' | 'made';
  /** What must be said to the user, e.g. `made a key for rita on LAPTOP-17`. */
  readonly said?: string;
}

/** One verified link of the chain: who could do what from then on. */
export interface AccessLink {
  readonly project: string;
  /** 1 for the first. */
  readonly seq: number;
  /** SHA-256 of the link's envelope (the file without a last line end), hex. */
  readonly digest: string;
  /** The digest of the link before; null for the first. */
  readonly previous: string | null;
  readonly signersDigest: string;
  readonly signersText: string;
  readonly signers: readonly SignerLine[];
  /** SHA-256 of .autogov/policy.yaml, hex; null where there was none. */
  readonly policyDigest: string | null;
  readonly minimumVersion: string;
  /** How many holders of autogov.access@v1 must sign the next link. */
  readonly threshold: number;
  /** ISO 8601, UTC; null: never. */
  readonly expires: string | null;
  /** Fingerprints of those whose signatures made it valid. */
  readonly signedBy: readonly string[];
}

/** The verified access chain of a repository. */
export interface Access {
  readonly project: string;
  /** Oldest first, never empty. */
  readonly links: readonly AccessLink[];
  /** The newest link: what counts now. */
  readonly head: AccessLink;
  /** The digest that a person compares and pins. */
  readonly first: string;
  readonly signers: readonly SignerLine[];
  /** Whether .autogov/policy.yaml is the one that the newest link signed. */
  readonly policyMatches: boolean;
  /** Whether this machine has pinned the first link. */
  readonly pinned: boolean;
}

export interface Question {
  /** 32 bytes, raw. */
  readonly publicKey: Uint8Array;
  readonly namespace: string;
  /** Only named in the reason. */
  readonly automation?: string;
  /** The moment that validity dates are held against; without it they are not judged. Never a time that the signer claims. */
  readonly at?: Date;
}

export interface Decision {
  readonly allowed: boolean;
  /** Who the deciding line names. */
  readonly principal?: string;
  /** The line of allowed_signers that decided, 1-based; absent if no line names the key. */
  readonly line?: number;
  /** In words, e.g. `allowed_signers:4 grants autogov.run@v1`. */
  readonly reason: string;
}
