import type { RuleInfo } from './describe.js';

/** Rules of the catalogue that a tool judges; they are described like the others, and their findings carry their id as the tool's code. */
export const judgedByTools: readonly RuleInfo[] = [
  {
    id: 'DEP002',
    severity: 'error',
    since: '0.1.0',
    fact: 'lock',
    what: 'uv.lock does not fit pyproject.toml.',
    why: 'What is tested here and what is installed elsewhere are then two different sets of packages.',
    next: 'run uv lock, look at what changed, and commit it',
    fixable: false,
    pass: [],
    fail: [],
  },
];
