import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG30x: the repository as git sees it. */
export const repository = faults({
  AG301: {
    title: 'not inside a git repository',
    what: 'The command judges or records a commit, and there is no repository here or above.',
    try: 'cd into the repository, or: autogov init',
    exit: exit.usage,
  },
  AG302: {
    title: 'the repository has no commits yet',
    what: 'The command needs at least one commit to work from.',
    try: 'commit something first: git add -A && git commit -m "feat: first version"',
    exit: exit.usage,
  },
  AG303: {
    title: 'HEAD is detached: no branch is checked out',
    what: 'The command moves or names a branch, and HEAD is on none.',
    try: 'git switch <branch>',
    exit: exit.usage,
  },
  AG304: {
    title: 'this is a shallow clone: its history is cut off',
    what: 'The version and the changelog would have to be guessed from a part of the history.',
    try: 'git fetch --unshallow --tags',
    exit: exit.usage,
  },
  AG305: {
    title: 'git {command} failed: {reason}',
    what: 'git answered with an error that autogov has no better word for.',
    try: 'run the same git command yourself to see all of its output',
    exit: exit.environment,
  },
  AG306: {
    title: 'git refuses this repository: it belongs to another user',
    what: 'git guards against repositories of other users (safe.directory); autogov never overrides that guard.',
    try: 'git config --global --add safe.directory <path>, if you trust its owner',
    exit: exit.usage,
  },
  AG310: {
    title: 'the work tree differs from the commit that would be recorded',
    what: 'A governed run or a release is evidence about one commit; here files differ from it.',
    try: 'commit or stash the changes',
    exit: exit.conflict,
  },
  AG331: {
    title: 'a merge is not resolved: {count} unmerged in the index',
    what: 'While two versions of a file stand in the index there is no one content of it that could be judged.',
    try: 'resolve the conflicts, then: git add <paths>',
    exit: exit.conflict,
  },
  AG332: {
    title: 'no commit, branch or tag is called {ref}{hint}',
    what: 'The change is measured from a commit, and git does not know this name.',
    try: 'git branch --all; a shallow clone may lack it: git fetch origin',
    exit: exit.usage,
  },
  AG333: {
    title: 'HEAD and {ref} have no commit in common',
    what: 'A change starts where two lines of history part, and these never met, or the clone is too shallow to show where.',
    try: 'git fetch --unshallow, or name a commit of this history',
    exit: exit.usage,
  },
});
