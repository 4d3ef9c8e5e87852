import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG2xx: what this machine has or lacks. */
export const environment = faults({
  AG201: {
    title: 'git was not found',
    what: 'autogov reads history, signs tags and commits with the git on PATH.',
    try: 'install git, then: autogov doctor',
    exit: exit.environment,
  },
  AG202: {
    title: 'Python 3.11 or newer was not found',
    what: 'The automations are Python, and so are the tools that check them.',
    try: 'install Python 3.11 or newer, then: autogov doctor',
    exit: exit.environment,
  },
  AG203: {
    title: 'git does not know who you are',
    what: 'A commit needs a name and an address, and git has neither.',
    try: 'git config --global user.name "Your Name" && git config --global user.email you@example.com',
    exit: exit.environment,
  },
  AG211: {
    title: 'cannot read: {reason}',
    what: 'The operating system refused to read a file or folder.',
    try: 'check its owner and permissions',
    exit: exit.environment,
  },
  AG212: {
    title: 'cannot write: {reason}',
    what: 'The operating system refused to write a file or folder. Nothing was left half-written.',
    try: 'check its owner, permissions and whether the disk is mounted read-only',
    exit: exit.environment,
  },
  AG213: {
    title: 'no space left on the disk',
    what: 'A write could not be finished because the disk or the quota is full. Nothing was left half-written.',
    try: 'free some space and run the command again',
    exit: exit.environment,
  },
  AG214: {
    title: 'could not start {program}: {reason}',
    what: 'A program that autogov needs was found but would not start.',
    try: 'autogov doctor',
    exit: exit.environment,
  },
});
