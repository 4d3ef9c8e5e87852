import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeTemplate } from '../inputs/template.js';
import type { Row } from '../row.js';

export const scaffold: Row = {
  name: 'scaffold',
  about: 'a new repository of thirty files, committed, without its environment',
  prepare: async (bench) => {
    const template = await bench.input('template', writeTemplate);
    const cwd = await bench.input('scaffold', () => undefined);
    const [ours, theirs] = [join(cwd, 'ours'), join(cwd, 'theirs')];
    const copied = `"$0" copy --defaults --quiet "$1" "$2" && cd "$2" && git init -q && git add -A && git commit -qm 'feat: start'`;
    return [
      {
        what: 'files and the first commit',
        ours: {
          label: 'autogov init --yes --no-install (executable)',
          command: [bench.executable, 'init', ours, '--yes', '--no-install'],
          cwd,
          before: () => rmSync(ours, { recursive: true, force: true }),
        },
        peer: {
          label: 'copier copy, git init, add, commit',
          command: ['/bin/sh', '-c', copied, bench.peer('copier'), template, theirs],
          cwd,
          before: () => rmSync(theirs, { recursive: true, force: true }),
        },
        goal: { ratio: 0.2 },
      },
    ];
  },
};
