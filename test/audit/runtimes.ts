import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const modules = join(import.meta.dirname, '..', '..', 'node_modules');

/** bun's install script moves its binary; where such scripts are off, the platform package still has it. */
const bun = (): string => {
  const ending = process.platform === 'win32' ? 'bun.exe' : 'bun';
  const packaged = readdirSync(join(modules, '@oven')).map((name) => join(modules, '@oven', name, 'bin', ending));
  const found = [...packaged, join(modules, 'bun', 'bin', 'bun.exe')].find(
    (path) => existsSync(path) && statSync(path).size > 1_000_000,
  );
  if (found === undefined) throw new Error('bun has no package for this platform');
  return found;
};

/** What runs our code: Node, and bun as it is inside the executable. */
export const runtimes = [
  { name: 'node', program: process.execPath },
  { name: 'bun', program: bun() },
] as const;

/** Bundle a driver into a folder; packages are taken in too, so that it runs anywhere. */
export const bundleDriver = async (name: string, folder: string): Promise<string> => {
  const outfile = join(folder, `${name}.mjs`);
  const entry = join(import.meta.dirname, 'drivers', `${name}.ts`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'error',
  });
  return outfile;
};
