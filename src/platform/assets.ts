import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Assets } from '../ports/index.js';

/** Path from the package root → text; what the build puts into the executable. */
export type Embedded = () => Promise<Readonly<Record<string, string>>>;

export const embeddedAssets = (load: Embedded): Assets => {
  let all: Promise<Readonly<Record<string, string>>> | undefined;
  const loaded = () => {
    all ??= load();
    return all;
  };
  return {
    read: async (path) => {
      const map = await loaded();
      return Object.hasOwn(map, path) ? map[path] : undefined;
    },
    list: async (folder) =>
      Object.keys(await loaded())
        .filter((path) => path.startsWith(`${folder}/`))
        .sort(),
  };
};

/** @param root the package's own folder, which holds templates/ and schemas/ */
export const diskAssets = (root: string): Assets => ({
  read: async (path) => {
    try {
      return readFileSync(join(root, path), 'utf8');
    } catch {
      return undefined;
    }
  },
  list: async (folder) => {
    try {
      return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${join(entry.parentPath, entry.name).slice(join(root, '/').length).replaceAll('\\', '/')}`)
        .sort();
    } catch {
      return [];
    }
  },
});
