import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG80x: the demo. */
export const demo = faults({
  AG801: {
    title: 'the demo stopped at `{command}`: {reason}',
    what: 'Every command of the demo has an end that it must come to. This one came to another; its output stands above.',
    try: 'autogov doctor; the folder named here holds everything up to this command',
    exit: exit.findings,
  },
  AG802: {
    title: 'the demo needs an empty folder',
    what: 'The demo writes a repository, a log and a key of its own, and never into a folder that is in use.',
    try: 'name a folder that does not exist yet, or none at all',
    exit: exit.usage,
  },
});
