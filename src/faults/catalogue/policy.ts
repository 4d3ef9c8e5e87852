import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG7xx: the policy and what check writes. */
export const policy = faults({
  AG701: {
    title: 'the policy lowers {rule} from {from} to {to}',
    what: 'A policy layer only adds: it may raise the severity of a rule that it inherits, never lower it. To fall short for a time takes a waiver, which names an owner and a date.',
    try: 'remove the line, or write a waiver for the findings to .autogov/waivers.yaml',
    exit: exit.usage,
  },
  AG702: {
    title: '{rule} is a bundled rule; a policy can only raise its severity',
    what: 'Whether one schema is stricter than another cannot be decided, so what an inherited rule selects and asserts is never changed from outside.',
    try: 'give your rule an id of its own; both will judge',
    exit: exit.usage,
  },
  AG703: {
    title: 'rule {rule}: {reason}',
    what: 'The JSON Schema of a rule in the policy is not valid (draft 2020-12, strict), or a pattern in it is not RE2 syntax.',
    try: 'correct the schema at this place',
    exit: exit.usage,
  },
  AG704: {
    title: 'rule {rule} contradicts its own example {example}',
    what: 'The examples of a rule are its tests, and one of them does not come out as it says. A rule that fails its own test judges nothing.',
    try: 'correct the example or the schema',
    exit: exit.usage,
  },
  AG720: {
    title: 'a file changed since the fixes were planned',
    what: 'A plan is computed from one state of the files and applies to no other. Nothing was written.',
    try: 'autogov check --fix again',
    exit: exit.conflict,
  },
  AG721: {
    title: 'the fix of {rule} would not leave a valid file: {reason}',
    what: 'What a fix would write is parsed and judged again before anything is written, and this one did not hold. Nothing was written.',
    try: 'mend the file by hand, as `autogov explain {rule}` says',
    exit: exit.findings,
  },
  AG722: {
    title: 'there is a baseline already',
    what: 'A baseline only shrinks: what was found after it was made is mended or waived, never added to it. Nothing was written.',
    try: 'autogov check --baseline update takes out what is found no more',
    exit: exit.usage,
  },
  AG723: {
    title: 'there is no baseline to update',
    what: 'An update takes out of a baseline what is found no more, and here is none.',
    try: 'autogov check --baseline create',
    exit: exit.usage,
  },
  AG731: {
    title: 'this is a link out of the repository, or no regular file',
    what: 'autogov reads facts from regular files of the repository only, so that a link in it cannot make it read anything else.',
    try: 'replace it by a regular file',
    exit: exit.environment,
  },
});
