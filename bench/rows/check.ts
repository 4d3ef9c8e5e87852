import { join } from 'node:path';
import { writeTree } from '../inputs/tree.js';
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
          label: 'autogov check --static --no-cache (executable)',
          command: [bench.executable, 'check', '--static', '--no-cache'],
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

const tree = (bench: Bench): Promise<string> =>
  bench.input('tree-10000', (folder) => {
    writeTree(folder, 10_000);
    for (const args of [
      ['init', '-q', '-b', 'main'],
      ['add', '-A'],
      ['commit', '-q', '-m', 'chore: tree'],
    ])
      bench.run(['git', ...args], folder);
  });

export const checkAgain: Row = {
  name: 'check-again',
  about: 'the local policy on 10,000 files that did not change since the last check',
  prepare: async (bench) => {
    const cwd = await tree(bench);
    const git = bench.run(['sh', '-c', 'command -v git'], cwd).trim();
    return [
      {
        what: 'a second check of 10,000 unchanged files',
        ours: {
          label: 'autogov check --static (executable)',
          command: [bench.executable, 'check', '--static'],
          cwd,
          statuses: [0, 1],
        },
        peer: { label: 'git status', command: [git, 'status', '--porcelain'], cwd },
        goal: { ratio: 2 },
      },
    ];
  },
};
