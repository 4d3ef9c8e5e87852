import type { Row } from '../row.js';

export const start: Row = {
  name: 'start',
  about: 'the first answer of a process: --version',
  prepare: async (bench) => [
    {
      what: 'the executable says its version',
      ours: { label: 'autogov --version (executable)', command: [bench.executable, '--version'], cwd: bench.folder },
      peer: { label: 'ruff --version', command: [bench.peer('ruff'), '--version'], cwd: bench.folder },
      goal: { ratio: 2 },
    },
    {
      what: 'the Node build says its version',
      ours: { label: 'autogov --version (Node)', command: [...bench.node, '--version'], cwd: bench.folder },
      peer: { label: 'node empty.cjs', command: [process.execPath, bench.script('empty.cjs')], cwd: bench.folder },
      goal: { ratio: 1.2 },
    },
  ],
};
