import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG6xx: versions, plans, tags, pushes. */
export const release = faults({
  AG601: {
    title: 'the tag {tag} exists already{place}',
    what: 'A published tag is never moved or deleted: what it names was released under that version.',
    try: 'git fetch --tags, then: autogov release plan',
    exit: exit.conflict,
  },
  AG602: {
    title: 'the plan is stale: {reason}',
    what: 'A plan carries a digest of the state that it was computed from. The state is another one now, so nothing was done.',
    try: 'autogov release plan',
    exit: exit.conflict,
  },
  AG603: {
    title: 'no version to start from: {reason}',
    what: 'The version of a Python project stands under [project] in pyproject.toml, committed, as plain text.',
    try: 'write version = "0.1.0" under [project] in pyproject.toml, and commit it',
    exit: exit.usage,
  },
  AG604: {
    title: '{version} is no version that autogov can release: {reason}',
    what: 'Tags are Semantic Versions and files hold PEP 440. Only versions that say the same in both are accepted: X.Y.Z, and X.Y.Z with alpha, beta or rc and a number.',
    try: 'write it as 1.2.3 or 1.2.3rc1 in pyproject.toml',
    exit: exit.usage,
  },
  AG605: {
    title: '{remote} did not take the release: {reason}',
    what: 'Branch and tag go to the remote in one atomic push. It was refused, so neither is there, and nothing changed here.',
    try: 'mend what the remote objects to, then: autogov release',
    exit: exit.conflict,
  },
  AG606: {
    title: 'releases are made from {main}, and this is {branch}',
    what: 'The policy names the branch that is released from (branching.main).',
    try: 'git switch {main}',
    exit: exit.usage,
  },
  AG607: {
    title: 'the release commit does not pass the policy: {reason}',
    what: 'The commit was built apart and judged as autogov check --static judges it. It was thrown away; nothing changed.',
    try: 'autogov check',
    exit: exit.findings,
  },
  AG608: {
    title: 'branch {branch} of {remote} is not where this plan starts',
    what: 'The remote branch holds commits that are not here, or differs from what was fetched last. A release is never forced over them.',
    try: 'git pull --rebase, then: autogov release',
    exit: exit.conflict,
  },
  AG609: {
    title: 'uv.lock does not fit pyproject.toml: {reason}',
    what: 'uv lock --check refused the lock file of the staged release. The release was thrown away; nothing changed.',
    try: 'uv lock, commit uv.lock, then: autogov release',
    exit: exit.conflict,
  },
  AG610: {
    title: '{remote} did not answer: {reason}',
    what: 'The remote could not be read or the connection broke, so it is not known what it holds.',
    try: 'check the network and your access, then: autogov release status',
    exit: exit.environment,
  },
  AG611: {
    title: 'released, but {what} is not done: {reason}',
    what: 'The tag exists, so the version is released and stays so. One of the steps that follow could not be finished.',
    try: 'autogov release resume {tag}',
    exit: exit.conflict,
  },
  AG612: {
    title: 'there is no release {tag}',
    what: 'Neither this repository nor its remote has that tag, so there is nothing to finish.',
    try: 'autogov release status',
    exit: exit.usage,
  },
  AG613: {
    title: '{tag} is no release record of autogov: {reason}',
    what: 'The tag was not made by autogov release, or what it says does not fit the commit that it names. Nothing was changed.',
    try: 'git show {tag}',
    exit: exit.conflict,
  },
  AG614: {
    title: 'two versions: pyproject.toml says {file}, the history says {next}',
    what: 'The version in pyproject.toml is not older than the one that the commits since the last tag lead to.',
    try: 'tag the commit that released {file}, or set the version in pyproject.toml back',
    exit: exit.conflict,
  },
  AG615: {
    title: 'not a plan of autogov release: {reason}',
    what: 'release apply --plan takes what release plan --json printed.',
    try: 'autogov release plan --json > plan.json',
    exit: exit.usage,
  },
  AG616: {
    title: '{path} cannot be released: {reason}',
    what: 'A file that the release would edit is not a plain file in the commit, or its content does not allow the edit.',
    try: 'make it a plain text file and commit it',
    exit: exit.usage,
  },
});
