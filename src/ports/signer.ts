/** One Ed25519 key that can sign; where the private half lives is its own affair. */
export interface Signer {
  /** OpenSSH fingerprint, `SHA256:` and 43 characters of unpadded base64. */
  readonly keyId: string;
  /** 32 bytes, the raw Ed25519 public key. */
  readonly publicKey: Uint8Array;
  /** Raw 64-byte Ed25519 signature over exactly these bytes. Fault AG410 if the key is locked or refused. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** The OpenSSH agent, where one answers. */
export interface Agent {
  /** Ed25519 identities it holds, in its order; empty if there is no agent. */
  identities(): Promise<readonly AgentIdentity[]>;
}

export interface AgentIdentity {
  readonly publicKey: Uint8Array;
  readonly comment: string;
  /** Message 13 of the agent protocol; answers the raw 64-byte signature. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}
