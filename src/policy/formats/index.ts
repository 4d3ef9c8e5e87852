import { escapeJson } from '../../faults/index.js';
import type { World } from '../../ports/index.js';
import type { CheckReport } from '../model.js';

export const formats = ['human', 'json', 'sarif', 'junit', 'github', 'gitlab', 'checkstyle', 'markdown'] as const;
export type Format = (typeof formats)[number];

export const renderReport = async (world: World, report: CheckReport, format: Format): Promise<string> => {
  switch (format) {
    case 'human':
      return (await import('./human.js')).renderHuman(report, world.terminal.paint);
    case 'json':
      return `${escapeJson(JSON.stringify((await import('./data.js')).reportData(report), null, 2))}\n`;
    case 'sarif':
      return escapeJson((await import('./sarif.js')).renderSarif(report, world.version));
    case 'junit':
      return (await import('./junit.js')).renderJunit(report);
    case 'github':
      return (await import('./github.js')).renderGithub(report);
    case 'gitlab':
      return (await import('./gitlab.js')).renderGitlab(report);
    case 'checkstyle':
      return (await import('./checkstyle.js')).renderCheckstyle(report);
    case 'markdown':
      return (await import('./markdown.js')).renderMarkdown(report);
  }
};
