import { join } from 'node:path';
import type { Bench, Row } from '../row.js';

/** What init makes, committed: the same repository that a user would check. */
export const scaffolded = (bench: Bench): Promise<string> =>
  bench.input('scaffolded', (folder) => {
    const place = join(folder, 'invoice-totals');
    bench.run([bench.executable, 'init', place, '--yes', '--no-install', '--quiet'], folder);
  });

export const check: Row = {
  name: 'check',
  about: 'the whole local policy, without tools, on the repository that init makes',
  prepare: async (bench) => {
    const cwd = join(await scaffolded(bench), 'invoice-totals');
    return [
      {
        what: 'the local policy of a generated repository',
        ours: {
          label: 'autogov check --static (executable)',
          command: [bench.executable, 'check', '--static'],
          cwd,
          // Without an environment the lock file cannot be asked about: 3 says so, and the rules were all judged.
          statuses: [0, 1, 3],
        },
        // Its exit code is the number of families with findings, not a failure to run.
        peer: { label: 'repo-review', command: [bench.peer('repo-review'), '.'], cwd, statuses: [0, 1, 2, 3] },
        goal: { ratio: 0.15, limit: 60 },
      },
    ];
  },
};
