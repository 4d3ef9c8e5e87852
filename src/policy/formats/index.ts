import type { World } from '../../ports/index.js';
import type { CheckReport } from '../model.js';

export const formats = ['human', 'json', 'sarif'] as const;
export type Format = (typeof formats)[number];

export const renderReport = async (world: World, report: CheckReport, format: Format): Promise<string> => {
  switch (format) {
    case 'json':
      return `${JSON.stringify((await import('./data.js')).reportData(report), null, 2)}\n`;
    case 'sarif':
      return (await import('./sarif.js')).renderSarif(report, world.version);
    default:
      return (await import('./human.js')).renderHuman(report, world.terminal.paint);
  }
};
