import { version } from '../version.gen.js';

/**
 * What a bare `--version` prints, or undefined for every other command line. The version needs nothing of what a command needs, and is
 * what scripts and editors ask for most, so both builds answer it before the rest is loaded.
 */
export const versionAsked = (argv: readonly string[]): string | undefined =>
  argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V') ? version : undefined;
