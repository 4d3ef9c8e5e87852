import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG42x–AG44x: who may do what. */
export const access = faults({
  AG420: {
    title: 'not a line of allowed_signers that autogov takes: {reason}',
    what: 'The list of signers is read strictly: one exact principal, explicit namespaces, one ssh-ed25519 key on a line, and dates in UTC. Patterns and certificate authorities would let a line grant more than it shows.',
    try: 'mend the line, for example: ana@example.com namespaces="autogov.run@v1,git" ssh-ed25519 AAAA…',
    exit: exit.usage,
  },
  AG421: {
    title: 'the access chain is broken: {reason}',
    what: 'Each link of .autogov/access/ names the one before it by digest and is signed by those who held autogov.access@v1 there. A link that does not follow was not made by them, so nobody is authorised by it.',
    try: 'git log -- .autogov/access shows who changed it; restore the files from a commit that you trust',
    exit: exit.trust,
  },
  AG422: {
    title: 'the access chain is that of project {found}, and this is {expected}',
    what: 'A chain grants rights in one project. One that was copied from elsewhere grants nothing here.',
    try: 'restore .autogov/access from the history of this project',
    exit: exit.trust,
  },
  AG423: {
    title: 'the access chain was rolled back: link {found} is its last, and this machine has seen link {seen}',
    what: 'An older chain would bring back rights that have been withdrawn.',
    try: 'git pull to get the newer links; if they are gone from the remote, ask who removed them',
    exit: exit.trust,
  },
  AG424: {
    title: 'the access chain is not the one that this machine trusts: {reason}',
    what: 'The digest of the first link, and the last link seen, are kept outside the repository. Here the repository shows another chain for the same project: two histories of who may do what.',
    try: 'find out which is right by another channel; then: autogov trust DIGEST',
    exit: exit.trust,
  },
  AG425: {
    title: '{file} is not what link {seq} of the access chain signed',
    what: 'Who may do what, and the policy, count only as signed by those who hold autogov.access@v1. The file was edited after that.',
    try: 'a holder of autogov.access@v1 signs the change: autogov access sign; or undo it: git checkout {file}',
    exit: exit.trust,
  },
  AG426: {
    title: "this machine does not trust this project's access chain yet",
    what: 'First use is accepted at a terminal in development mode only. In CI and in governed mode the digest of the first link must be pinned before.',
    try: 'compare with a colleague, then: autogov trust {digest}',
    exit: exit.trust,
  },
  AG427: {
    title: 'this project has no access chain',
    what: 'In governed mode somebody must have been granted the right to run, and .autogov/access/ holds no link that grants anything.',
    try: 'autogov access sign starts the chain with your key',
    exit: exit.trust,
  },
  AG428: {
    title: '{who} may not {what}: {reason}',
    what: 'The key that would sign is not granted this right by allowed_signers as the access chain signed it.',
    try: 'ask a holder of autogov.access@v1 to add your key; autogov access why shows which line decides',
    exit: exit.trust,
  },
  AG429: {
    title: 'this project demands autogov {minimum} or newer, and this is {version}',
    what: 'The access chain names the oldest autogov whose judgement counts.',
    try: 'update autogov',
    exit: exit.environment,
  },
  AG430: {
    title: 'the access chain expired at {expires}',
    what: 'Its last link holds only until that moment, and a newer one is not here.',
    try: 'git pull, or let a holder of autogov.access@v1 sign a new one: autogov access sign',
    exit: exit.trust,
  },
  AG431: {
    title: 'not a private key that autogov can use: {reason}',
    what: 'autogov signs with an Ed25519 key in OpenSSH form, without passphrase or through ssh-agent.',
    try: 'ssh-keygen -t ed25519 makes one; AUTOGOV_KEY names its file',
    exit: exit.environment,
  },
  AG432: {
    title: 'the first link of the access chain here has another digest: {found}',
    what: 'A digest is trusted because somebody compared it. This one is not that of the chain in this repository.',
    try: 'check that this is the right repository, and the digest by another channel',
    exit: exit.trust,
  },
});
