import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import type { Step } from '../ports/index.js';

/**
 * Named steps with progress on stderr: live lines at a terminal, one plain line a step elsewhere (`simple` renderer), nothing when quiet.
 * The first step that fails stops the rest, and its own error is thrown on.
 */
export const runSteps = async <T>(
  steps: readonly Step<T>[],
  context: T,
  show: { readonly live: boolean; readonly quiet: boolean },
): Promise<void> => {
  const logger = new ListrLogger({ useIcons: true, processOutput: new ProcessOutput(process.stderr, process.stderr) });
  const renderer = show.quiet ? 'silent' : show.live ? 'default' : 'simple';
  const list = new Listr<T, 'default' | 'simple' | 'silent'>(
    steps.map((step) => ({
      title: step.title,
      task: (inner, task) =>
        step.run(inner, (detail) => {
          task.output = detail;
        }),
    })),
    {
      concurrent: false,
      exitOnError: true,
      renderer,
      registerSignalListeners: false,
      rendererOptions: { logger },
    },
  );
  await list.run(context);
};
