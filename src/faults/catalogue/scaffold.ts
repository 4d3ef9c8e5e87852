import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG5xx: templates, init. */
export const scaffold = faults({
  AG501: {
    title: 'the folder is not empty: it holds {found}',
    what: 'init writes into a new or empty folder only (an empty git repository counts as empty), so that it never mixes its files with yours.',
    try: 'choose another folder, or empty this one',
    exit: exit.usage,
  },
  AG502: {
    title: '{name} cannot be the name: {reason}',
    what: 'The name becomes a folder, a Python package, a command and an automation id, on every system. What one of them cannot take, none gets.',
    try: 'choose lower-case words joined by hyphens, e.g. --set name=invoice-totals',
    exit: exit.usage,
  },
  AG503: {
    title: 'no question is called {key}',
    what: 'An answer was given to a question that none of the chosen layers asks.',
    try: 'the questions: {known}',
    exit: exit.usage,
  },
  AG504: {
    title: 'the answer {key} {reason}',
    what: 'An answer does not have the form that the question demands.',
    try: 'correct it: --set {key}=…',
    exit: exit.usage,
  },
  AG505: {
    title: 'the template layer {layer} cannot be used: {reason}',
    what: 'A template is data that autogov holds to rules: paths stay inside the repository and fit every system, every name is known, one path has one layer.',
    try: 'report it to the owner of the template',
    exit: exit.usage,
  },
  AG506: {
    title: 'this folder was scaffolded with {key} = {locked}, not {given}',
    what: 'A second init changes nothing; an answer can only be changed by an update.',
    try: 'leave the answer out, or choose another folder',
    exit: exit.conflict,
  },
  AG507: {
    title: 'no template layer is called {layer}',
    what: 'The layers of kind and ci come from the templates that travel with autogov.',
    try: 'choose one of: {known}',
    exit: exit.usage,
  },
  AG508: {
    title: 'uv {command} failed: {reason}',
    what: 'uv could not lock or install the packages of the new repository. Nothing was left behind.',
    try: 'look at what uv names; behind a company proxy set UV_DEFAULT_INDEX, HTTPS_PROXY or SSL_CERT_FILE; --no-install writes the files alone',
    exit: exit.environment,
  },
  AG509: {
    title: 'the question {key} has no answer',
    what: 'The template has no default for it, and nobody could be asked.',
    try: '--set {key}=…',
    exit: exit.usage,
  },
  AG510: {
    title: 'the folder cannot be used: {reason}',
    what: 'A repository is made in a folder of its own, which must be creatable and no symbolic link.',
    try: 'choose another folder',
    exit: exit.usage,
  },
  AG511: {
    title: 'the package index cannot be reached: {reason}',
    what: 'uv needs the index to lock the packages of the new repository. Nothing was left behind.',
    try: 'connect to the network, or name your index (UV_DEFAULT_INDEX) or proxy (HTTPS_PROXY); --no-install writes the files alone',
    exit: exit.environment,
  },
});
