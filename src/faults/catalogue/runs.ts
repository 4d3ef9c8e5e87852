import { exit } from '../exit.js';
import { faults } from './entry.js';

/** AG31x–AG34x: manifest and execution. AG310 (a dirty tree) stands with the repository. */
export const runs = faults({
  AG311: {
    title: 'no automation is called {id}{hint}',
    what: 'What can be run is listed in automation.yaml, and this id is not there. Nothing was executed.',
    try: 'choose one of: {known}',
    exit: exit.usage,
  },
  AG312: {
    title: 'the locked environment is not installed: there is no {path}',
    what: 'A module runs under the interpreter of .venv, which uv makes from uv.lock. Nothing was executed.',
    try: 'uv sync --locked',
    exit: exit.environment,
  },
  AG313: {
    title: 'the program {program} was not found',
    what: 'The entrypoint names a program that is neither in the locked environment nor on PATH. Nothing was executed.',
    try: 'install it, or correct the entrypoint in automation.yaml',
    exit: exit.environment,
  },
  AG314: {
    title: '{id} is already running',
    what: 'automation.yaml limits how many runs of this automation may go on at once. Nothing was executed.',
    try: '{advice}',
    exit: exit.busy,
  },
  AG315: {
    title: 'the environment is not what uv.lock says: {reason}',
    what: 'A governed run uses exactly the locked packages. `uv sync --locked --check` found a difference. Nothing was executed.',
    try: 'uv sync --locked; if it says that the lock is out of date: uv lock, and commit uv.lock',
    exit: exit.conflict,
  },
  AG316: {
    title: 'there is no uv.lock to hold the environment against',
    what: 'A governed run names the exact packages it used, and only a committed uv.lock does. Nothing was executed.',
    try: 'uv lock, then commit uv.lock',
    exit: exit.conflict,
  },
  AG317: {
    title: 'a secret is not set: {name}',
    what: 'automation.yaml names the secrets that an automation gets from the environment. Nothing was executed.',
    try: 'set {name} in the environment of this call; its value is never recorded',
    exit: exit.usage,
  },
  AG318: {
    title: 'the automation ended ({how}), and its end could not be recorded: {reason}',
    what: 'The record of the start is in the log and now stands without an end: an orphan. Its exit code is not handed on, because nothing proves it.',
    try: 'mend what kept the log from being written, then: autogov audit log',
    exit: exit.refused,
  },
  AG319: {
    title: '{program} would not start: {reason}',
    what: 'The operating system refused to execute the entrypoint. Start and end of the attempt are in the log.',
    try: 'run the program by hand to see more; autogov doctor shows what the machine lacks',
    exit: exit.refused,
  },
  AG320: {
    title: '{id} needs {required} approvals, and this autogov cannot take them yet',
    what: 'automation.yaml demands approvals of other people before a governed run. Running without them would read as approved. Nothing was executed.',
    try: 'run it in development mode (--development), or lower `approval` in automation.yaml by a reviewed change',
    exit: exit.trust,
  },
  AG321: {
    title: 'the entrypoint leads out of the repository: {path}',
    what: 'A program with a folder in its name is taken from the repository, and this path leaves it. Nothing was executed.',
    try: 'name a program on PATH, or a file of the repository',
    exit: exit.usage,
  },
  AG322: {
    title: 'the variable {name} is never handed to an automation',
    what: 'Variables such as PYTHONPATH, LD_PRELOAD or SSH_AUTH_SOCK change what code runs, or let it sign in your name. Nothing was executed.',
    try: 'take it out of automation.yaml, and give the automation a variable of its own',
    exit: exit.usage,
  },
});
