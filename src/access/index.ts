/**
 * Who may do what, and who is calling. The list of signers counts as the access chain signed it; the chain counts as
 * this machine has pinned it.
 */
export {
  isNamespace,
  isPrincipal,
  namespaces,
  parseAllowedSigners,
  type SignerLine,
  signerLine,
  signersPath,
} from './allowed-signers.js';
export { type Acceptance, acceptAccess, readAccess, readLinks } from './chain.js';
export {
  type AccessFile,
  type Founding,
  foundAccess,
  pinAccess,
  pinChain,
  type SignedChange,
  signChange,
  writeChange,
} from './change.js';
export { isTrustedFolder, trustFolder } from './folders.js';
export { judge } from './judge.js';
export { chainFolder, linkDigest, linkPath, policyPath } from './link.js';
export type { Access, AccessLink, Decision, OwnSigner, Question } from './model.js';
export { findSigner, obtainSigner } from './own-signer.js';
export { type Pin, readPin } from './pins.js';
