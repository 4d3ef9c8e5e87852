import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Row } from '../row.js';

const manifest = `project:
  id: 01JD2WQ4N8V5T6Y7Z8A9BCDEFG
  owner: ops
automations:
  - id: noop
    entrypoint: { command: [python3, -c, pass] }
`;

const pyproject = '[project]\nname = "noop"\nversion = "0.1.0"\nrequires-python = ">=3.11"\ndependencies = []\n';

/** A committed repository with one automation that does nothing, and an environment for the peer. */
const makeRepository = (bench: Bench) => (folder: string) => {
  writeFileSync(join(folder, 'automation.yaml'), manifest);
  writeFileSync(join(folder, 'pyproject.toml'), pyproject);
  writeFileSync(join(folder, '.gitignore'), '.venv/\nuv.lock\n');
  bench.run(['git', 'init', '-q'], folder);
  bench.run(['git', 'add', '-A'], folder);
  bench.run(['git', 'commit', '-qm', 'feat: start'], folder);
};

export const run: Row = {
  name: 'run',
  about: 'an automation that does nothing: authorised, recorded, signed, synced',
  prepare: async (bench) => {
    const cwd = await bench.input('run', makeRepository(bench));
    bench.run([bench.peer('uv'), 'venv', '--quiet', '--clear', '--python', bench.python], cwd);
    return [
      {
        what: 'python -c pass in development mode',
        ours: { label: 'autogov run noop (executable)', command: [bench.executable, 'run', 'noop'], cwd },
        peer: {
          label: 'uv run --no-sync python -c pass',
          command: [bench.peer('uv'), 'run', '--no-sync', 'python', '-c', 'pass'],
          cwd,
        },
        goal: { ratio: 2 },
      },
    ];
  },
};
