import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG22x: obtaining uv. AG23x: the tools behind check; there they stand as the rule of a finding with status `error`. */
export const tools = faults({
  AG220: {
    title: 'uv {version} could not be downloaded: {reason}',
    what: 'No usable uv is on PATH, and the package index that pip is configured for could not be reached. Nothing was installed.',
    try: 'connect to the network, or name your index (pip config set global.index-url …) or proxy (HTTPS_PROXY), or install uv yourself',
    exit: exit.environment,
  },
  AG221: {
    title: "the package index's certificate was refused",
    what: 'The connection to the package index is signed by an authority that Python does not know; behind a company proxy that is its own. autogov never switches the check off.',
    try: "pip config set global.cert /path/to/company-ca.pem (for uv itself: SSL_CERT_FILE or uv's system-certs setting)",
    exit: exit.environment,
  },
  AG222: {
    title: 'Python {version} comes without its venv module',
    what: 'Some systems ship Python in parts; the part that makes virtual environments is absent, and uv is installed through one.',
    try: 'install the venv module of this Python, or install uv yourself',
    exit: exit.environment,
  },
  AG223: {
    title: 'what the index served is not uv {version} as it was published',
    what: 'The SHA-256 of the download is none of those that autogov knows for this version. The download was thrown away.',
    try: 'find out what your index serves; do not install that file by hand',
    exit: exit.trust,
  },
  AG224: {
    title: 'the package index has no uv {version} for this system',
    what: 'pip reached an index, and found no wheel of this version that fits the operating system and processor.',
    try: 'let the index mirror uv {version}, or install uv yourself',
    exit: exit.environment,
  },
  AG225: {
    title: 'uv {version} was installed but does not start: {reason}',
    what: 'The program that pip installed could not be executed on this system.',
    try: 'install uv yourself (your package manager may have it), then: autogov doctor',
    exit: exit.environment,
  },
  AG226: {
    title: 'pip could not install uv {version}: {reason}',
    what: 'pip ended with an error that autogov has no better word for. Nothing was installed.',
    try: 'mend what pip names, or install uv yourself, then: autogov doctor',
    exit: exit.environment,
  },
  AG227: {
    title: '{tool}: uv was not found',
    what: 'The state of the lock file and of the locked environment is read through uv, and no usable one is on PATH or in the cache of autogov.',
    try: 'install uv (pipx install uv, or your package manager), then: autogov doctor',
    exit: exit.environment,
  },
  AG230: {
    title: '{tool}: the locked environment is missing',
    what: 'The tools that judge a repository are those of its own lock file, installed in its own environment. There is none, so nothing was checked.',
    try: '{mend}',
    exit: exit.environment,
  },
  AG231: {
    title: '{tool}: the environment is not what uv.lock says',
    what: 'Packages in the environment differ from the lock file; another version of a tool would judge by other rules, so nothing was checked.',
    try: '{mend}',
    exit: exit.environment,
  },
  AG232: {
    title: '{tool} is required by the policy and is not in uv.lock',
    what: 'The policy names this tool as required. A tool that is not locked does not run, and what did not run is not passed.',
    try: 'uv add --dev {tool}',
    exit: exit.environment,
  },
  AG233: {
    title: '{tool} broke off: {reason}',
    what: 'The tool ended without a verdict: a crash, a signal, or a program that would not start. Nothing is taken from it.',
    try: 'run the tool itself to see all of its output: {command}',
    exit: exit.environment,
  },
  AG234: {
    title: '{tool} answered what cannot be read: {reason}',
    what: 'The report of the tool is not in the form that its documentation gives. Nothing is taken from it.',
    try: 'run the tool itself to see all of its output: {command}',
    exit: exit.environment,
  },
  AG235: {
    title: '{tool} was stopped after {limit}',
    what: 'Every tool has a time limit. It was reached, the tool was stopped, and nothing is taken from it.',
    try: 'run the tool itself to see where it stays: {command}',
    exit: exit.environment,
  },
  AG236: {
    title: '{tool}: the environment at {folder} is committed to the repository',
    what: 'An environment that travels with a repository is code that anybody may have written. autogov does not execute it.',
    try: 'git rm -r --cached {folder}, add it to .gitignore, then: uv sync --locked',
    exit: exit.trust,
  },
  AG237: {
    title: '{tool} refused its configuration: {reason}',
    what: 'The tool could not read its own settings or arguments, so it judged nothing.',
    try: 'mend the settings that it names',
    exit: exit.environment,
  },
  AG238: {
    title: 'stopped before every tool had its verdict',
    what: 'Ctrl-C, or a signal to end. The tools were ended with all that they had started, and nothing is taken from them.',
    try: 'autogov check',
    exit: exit.interrupted,
  },
  AG240: {
    title: 'there is a pre-commit hook already, and it is not the one that autogov writes',
    what: 'A hook that somebody else wrote, or that was changed by hand, is neither overwritten nor removed.',
    try: 'add the line `autogov check --staged` to it, or take it away first',
    exit: exit.conflict,
  },
  AG241: {
    title: 'git is told to look for hooks in {folder} (core.hooksPath)',
    what: 'A folder that the configuration names belongs to whoever named it: another tool, or the whole machine.',
    try: 'add the line `autogov check --staged` to the pre-commit hook there',
    exit: exit.conflict,
  },
  AG242: {
    title: 'this configuration has no list of repos',
    what: 'An entry for prek and pre-commit goes to the list `repos` of their configuration, and this file has none.',
    try: 'write `repos: []`, then again',
    exit: exit.usage,
  },
});
