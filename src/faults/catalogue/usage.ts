import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG10x–AG13x: how autogov was called. */
export const usage = faults({
  AG101: {
    title: 'unknown command: {name}',
    what: 'The first word after autogov is not one of its commands.',
    try: 'autogov --help',
    exit: exit.usage,
  },
  AG102: {
    title: '{reason}',
    what: 'An option or argument is missing, unknown, or has a value that it cannot take.',
    try: 'add --help to the command to see its options and examples',
    exit: exit.usage,
  },
  AG103: {
    title: 'nothing is called {id}',
    what: 'explain knows rules (like NAM003) and faults (like AG310); this id is neither.',
    try: 'autogov explain --list',
    exit: exit.usage,
  },
  AG104: {
    title: 'no schema is called {name}',
    what: 'schema prints the JSON Schemas that travel with autogov; none of them has this name.',
    try: 'autogov schema',
    exit: exit.usage,
  },
  AG130: {
    title: 'an answer is needed: {question}',
    what: 'A question would have to be asked, but stdin is no terminal, or CI, --json or --quiet is set.',
    try: 'pass --yes for the defaults, or give the answer with --set or --answers',
    exit: exit.usage,
  },
  AG131: {
    title: 'stopped; nothing was written',
    what: 'Ctrl-C at a question or between two steps. What had been prepared was thrown away.',
    try: 'run the command again when you are ready',
    exit: exit.interrupted,
  },
});
