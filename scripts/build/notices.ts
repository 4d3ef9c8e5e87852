import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licences of every package that was bundled, as their terms ask. @param inputs bundled files, relative to the root */
export const notices = (root: string, inputs: readonly string[]): string => {
  const packages = new Set<string>();
  for (const input of inputs) {
    const found = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[0];
    if (found !== undefined) packages.add(found.replace(/\/$/, ''));
  }
  const parts = [...packages].sort().map((folder) => {
    const meta = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Record<string, unknown>;
    const name = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text =
      name !== undefined && existsSync(join(root, folder, name)) ? readFileSync(join(root, folder, name), 'utf8') : '';
    return `${String(meta['name'])} ${String(meta['version'])} (${String(meta['license'] ?? 'see its text')})\n\n${text.trim()}\n`;
  });
  return `The builds of autogov contain these packages.\n\n${parts.join(`\n${'-'.repeat(72)}\n\n`)}`;
};
