import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG40x–AG41x (AG401 tampered, AG410 locked key): the log, its records and its keys. */
export const audit = faults({
  AG401: {
    title: 'the log is not what was signed: {reason}',
    what: 'A log is proven by its signed checkpoint. Records that do not lead to it were changed, removed, added or reordered after they were written, so nothing more is written to this log.',
    try: 'autogov audit verify shows every problem; keep the folder as it is, and look who could write to it',
    exit: exit.trust,
  },
  AG402: {
    title: 'not a signed record: {reason}',
    what: 'A record is one DSSE envelope with one signature over an in-toto statement, in the one spelling that autogov writes. Anything that two readers could read in two ways is refused.',
    try: 'take the file from where it was written; do not edit or reformat it',
    exit: exit.trust,
  },
  AG403: {
    title: 'the checkpoint of the log is not valid: {reason}',
    what: 'The checkpoint states the size and the root of the log under the key of the log. Without a valid one nothing in the log is proven.',
    try: 'restore the checkpoint from a copy, then: autogov audit verify',
    exit: exit.trust,
  },
  AG404: {
    title: 'no log {which}',
    what: 'Logs are kept in the state folder of this user on this machine, one for each project. There is none by that name or for this project yet.',
    try: 'autogov run writes the first record; audit verify also takes the path of a log folder',
    exit: exit.usage,
  },
  AG405: {
    title: 'no record {which} in this log',
    what: 'A record is named by its index, counted from 0, or by its id.',
    try: 'autogov audit log lists the records',
    exit: exit.usage,
  },
  AG406: {
    title: 'the log is being written by another autogov',
    what: 'Appends to one log are done one at a time, and another process has held the log for too long. Nothing was written.',
    try: 'try again; if it stays so, look for a stopped autogov process',
    exit: exit.busy,
  },
  AG407: {
    title: 'a record would have {size} bytes, more than {limit}',
    what: 'A record holds facts and digests; large content is kept beside the log and named by its digest.',
    try: 'shorten the arguments of the run, or pass them in a file',
    exit: exit.usage,
  },
  AG408: {
    title: 'the log folder is not safe: {reason}',
    what: 'The log and its key must lie in a real folder that only its owner can read and write; otherwise anyone else on this machine could write records.',
    try: 'chmod -R go-rwx on the folder, or make AUTOGOV_STATE a folder of your own',
    exit: exit.trust,
  },
  AG410: {
    title: 'the key cannot sign: {reason}',
    what: 'The signing key is locked by a passphrase, or its agent refused. Nothing was executed and nothing was recorded.',
    try: 'ssh-add ~/.ssh/id_ed25519, or unlock the agent, then run the command again',
    exit: exit.environment,
  },
  AG411: {
    title: 'not an OpenSSH Ed25519 public key: {reason}',
    what: 'autogov signs with Ed25519 keys in OpenSSH form: one line, ssh-ed25519 and base64.',
    try: 'ssh-keygen -t ed25519 makes one; the line is in the file that ends in .pub',
    exit: exit.usage,
  },
});
