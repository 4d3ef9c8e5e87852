import type { Clock, Random } from './clock.js';
import type { Files } from './files.js';
import type { Git } from './git.js';
import type { Locks } from './lock.js';
import type { Assets, Machine } from './machine.js';
import type { Processes } from './processes.js';
import type { Agent } from './signer.js';
import type { Terminal } from './terminal.js';

/** Every outside operation, in one value. Tests write their own; only main builds the real one. */
export interface World {
  readonly version: string;
  readonly files: Files;
  readonly processes: Processes;
  readonly git: Git;
  readonly clock: Clock;
  readonly random: Random;
  readonly locks: Locks;
  readonly machine: Machine;
  readonly assets: Assets;
  readonly agent: Agent;
  readonly terminal: Terminal;
}
