import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG14x–AG19x: documents that autogov reads. */
export const configuration = faults({
  AG140: {
    title: '{language} does not parse: {reason}',
    what: 'The file is not valid in its own language, so nothing in it could be read.',
    try: 'mend the file at this place; most editors show the same error',
    exit: exit.usage,
  },
  AG141: {
    title: 'unknown key {key}{hint}',
    what: 'A configuration file has a key that its schema does not know. Unknown keys are refused, because a typo would otherwise switch a rule off in silence.',
    try: 'correct the key; `autogov schema` prints what is allowed',
    exit: exit.usage,
  },
  AG142: {
    title: '{pointer} {reason}',
    what: 'A configuration file parses, but a value in it is not what its schema demands.',
    try: 'correct the value; `autogov schema` prints what is allowed',
    exit: exit.usage,
  },
  AG143: {
    title: '{what} is larger than autogov reads ({limit})',
    what: 'Sizes, depths and YAML aliases are bounded, so that no repository can stop the tool that judges it.',
    try: 'make the file smaller, or take it out of the repository',
    exit: exit.usage,
  },
  AG144: {
    title: 'no {file} here or above',
    what: 'The command needs a governed repository, and the search ended at the root of the repository.',
    try: 'autogov init in a new folder, or stand in the repository',
    exit: exit.usage,
  },
});
