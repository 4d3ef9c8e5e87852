import { resolve } from 'node:path';
import type { World } from '../../ports/index.js';
import type { CheckReport } from '../model.js';
import { renderMarkdown } from './markdown.js';

/**
 * Append the report as Markdown to the summary of the GitHub step at hand; outside of one nothing is done.
 * @throws Fault AG212 where the file can't be written
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions, "Adding a job summary"
 */
export const appendStepSummary = ({ files, machine }: World, report: CheckReport): void => {
  const given = machine.env['GITHUB_STEP_SUMMARY'];
  if (given === undefined || given === '') return;
  const path = resolve(machine.cwd, given);
  const text = renderMarkdown(report);
  const there = files.stat(path);
  if (there === undefined) files.create(path, text);
  else if (there.kind === 'file') files.write(path, there.size, Buffer.from(text));
};
