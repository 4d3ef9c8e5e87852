import type { Build } from './shape.js';

export interface Verb {
  readonly name: string;
  readonly group: 'Everyday' | 'Team' | 'Audit' | 'Servers';
  readonly summary: string;
  readonly load: () => Promise<{ readonly default: Build }>;
}

/** Every command, with what `--help` says of it. A module is loaded only when its command is called. */
export const verbs: readonly Verb[] = [
  {
    name: 'init',
    group: 'Everyday',
    summary: 'scaffold a new automation repository, ready to run',
    load: () => import('./init.js'),
  },
  {
    name: 'check',
    group: 'Everyday',
    summary: 'judge the repository by its policy, ruff, mypy and pytest',
    load: () => import('./check.js'),
  },
  {
    name: 'run',
    group: 'Everyday',
    summary: 'run an automation, authorised and recorded',
    load: () => import('./run.js'),
  },
  {
    name: 'release',
    group: 'Everyday',
    summary: 'the next semantic version from the history: changelog, signed tag',
    load: () => import('./release.js'),
  },
  {
    name: 'explain',
    group: 'Everyday',
    summary: 'a rule or a fault: what, why, how to mend',
    load: () => import('./explain.js'),
  },
  {
    name: 'doctor',
    group: 'Everyday',
    summary: 'what this machine has and lacks, with the command that mends it',
    load: () => import('./doctor.js'),
  },
  {
    name: 'demo',
    group: 'Everyday',
    summary: 'the whole story in a temporary folder, a tampered log found',
    load: () => import('./demo.js'),
  },
  {
    name: 'policy',
    group: 'Team',
    summary: 'the rules that judge this repository, and the tests of its own',
    load: () => import('./policy.js'),
  },
  {
    name: 'hooks',
    group: 'Team',
    summary: 'have git judge every commit before it is made',
    load: () => import('./hooks.js'),
  },
  {
    name: 'access',
    group: 'Team',
    summary: 'who may run, release, approve, and why',
    load: () => import('./access.js'),
  },
  {
    name: 'trust',
    group: 'Team',
    summary: "pin this project's access chain by its digest",
    load: () => import('./trust.js'),
  },
  {
    name: 'audit',
    group: 'Audit',
    summary: 'read and prove the log of runs',
    load: () => import('./audit.js'),
  },
  {
    name: 'schema',
    group: 'Team',
    summary: 'print a schema: policy, manifest, answers, command output',
    load: () => import('./schema.js'),
  },
];
