import type { World } from '../ports/index.js';
import { isPrincipal } from './allowed-signers.js';

/** Who the caller says they are: the address that git would put into a commit, else user@host. A claim only: what counts is the key. */
export const ownPrincipal = (world: World): string => {
  const { user, host, cwd } = world.machine;
  const address = world.git.program === undefined ? undefined : world.git.identity(cwd)?.email.trim();
  if (address !== undefined && isPrincipal(address)) return address;
  const plain = `${user}@${host}`.replaceAll(/[^A-Za-z0-9._@-]/g, '-');
  return isPrincipal(plain) ? plain : 'unknown@localhost';
};
