import { historyStream } from '../inputs/history.js';
import type { Bench, Row } from '../row.js';

const makeHistory = (bench: Bench) => (folder: string) => {
  const git = (...args: string[]) => bench.run(['git', ...args], folder);
  git('init', '-q', '-b', 'main');
  bench.run(['git', 'fast-import', '--quiet'], folder, historyStream(10_000, 200));
  git('reset', '-q', '--hard', 'main');
  git('repack', '-adq');
  git('pack-refs', '--all');
};

export const nextVersion: Row = {
  name: 'next-version',
  about: 'the next version from 10,000 commits and 200 tags',
  prepare: async (bench) => {
    const cwd = await bench.input('history', makeHistory(bench));
    return [
      {
        what: 'the plan of the next release',
        ours: {
          label: 'autogov release plan --json (executable)',
          command: [bench.executable, 'release', 'plan', '--json'],
          cwd,
        },
        peer: {
          label: 'git-cliff --unreleased --bumped-version',
          command: [bench.peer('git-cliff'), '--unreleased', '--bumped-version'],
          cwd,
        },
        goal: { ratio: 1 },
      },
    ];
  },
};
