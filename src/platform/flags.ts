/** The options that must be known before the world is built. */
export interface Flags {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  readonly color: boolean;
  readonly cwd: string | undefined;
}

/** Read the shared options from a command line; what follows `--` belongs to somebody else. */
export const readFlags = (argv: readonly string[]): Flags => {
  const end = argv.indexOf('--');
  const ours = end < 0 ? argv : argv.slice(0, end);
  const at = ours.findIndex((word) => word === '--cwd' || word.startsWith('--cwd='));
  const word = ours[at];
  return {
    json: ours.includes('--json'),
    quiet: ours.includes('--quiet'),
    debug: ours.includes('--debug'),
    color: !ours.includes('--no-color'),
    cwd: word === undefined ? undefined : word === '--cwd' ? ours[at + 1] : word.slice('--cwd='.length),
  };
};
