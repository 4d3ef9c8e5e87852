import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG9xx: autogov's own. */
export const internal = faults({
  AG900: {
    title: 'this is a bug in autogov: {reason}',
    what: 'Something happened that the code did not expect. No result should be taken from this call.',
    try: 'run it again with --debug and report the trace with the version: {version}',
    exit: exit.bug,
  },
  AG901: {
    title: 'busy: {what}',
    what: 'Another autogov process holds the lock that this one needs.',
    try: 'wait for the other process to end, then try again',
    exit: exit.busy,
  },
});
