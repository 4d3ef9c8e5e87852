export type { Clock, Random } from './clock.js';
export type { Entry, Files } from './files.js';
export type { CommitOptions, Git, GitAnswer, GitOptions, Repository } from './git.js';
export type { Locks } from './lock.js';
export type { Assets, Machine } from './machine.js';
export type { Command, Completed, Processes } from './processes.js';
export type { Agent, AgentIdentity, Signer } from './signer.js';
export type { Paint, Question, Step, Terminal } from './terminal.js';
export type { World } from './world.js';
