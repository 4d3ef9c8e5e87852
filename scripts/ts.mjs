// Runs a TypeScript file of this project under Node: bundles it in memory with packages left external, then imports it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [file, ...rest] = process.argv.slice(2);
if (file === undefined) throw new Error('usage: node scripts/ts.mjs FILE.ts [ARGS]');
const entry = resolve(root, file);
const out = join(root, 'node_modules/.cache/autogov-ts', `${file.replaceAll(/[^\w]/g, '_')}-${process.pid}`);
mkdirSync(out, { recursive: true });
await build({
  entryPoints: [entry],
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  sourcemap: 'inline',
  define: { 'import.meta.url': JSON.stringify(pathToFileURL(entry).href) },
  logLevel: 'error',
});
writeFileSync(join(out, 'package.json'), '{"type":"module"}');
process.on('exit', () => rmSync(out, { recursive: true, force: true }));
process.argv = [process.argv[0] ?? 'node', entry, ...rest];
await import(pathToFileURL(join(out, `${entry.split(/[\\/]/).pop()?.replace(/\.ts$/, '')}.js`)).href);
