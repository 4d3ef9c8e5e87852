import type { Embedded } from './platform/index.js';
import { version } from './platform/version.gen.js';

/**
 * One command line in, one exit code out. The version needs nothing of what every other command needs, and is what scripts and editors
 * ask for most, so it is answered before the rest is loaded.
 * @param argv without program and script
 * @param embedded the files under templates/ and schemas/ where they travel inside the executable; absent: read from the package
 */
export const start = async (argv: readonly string[], embedded?: Embedded): Promise<number> => {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    // biome-ignore lint/suspicious/noConsole: the one way to print in the executable that loads nothing of node, 1.4 ms of 7
    console.log(version);
    // Leaving at once spares the taking down of the event loop; nothing is pending.
    process.exit(0);
  }
  const { carryOut } = await import('./invocation.js');
  return carryOut(argv, embedded);
};
