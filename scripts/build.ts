import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { notices } from './build/notices.js';

/**
 * Both builds of the same code: dist/ (ESM for Node, split so that a command loads what it needs) and build/autogov (the standalone
 * executable, bytecode, templates and schemas inside). `npm run build -- node` or `-- executable` makes one of them.
 */
const root = process.cwd();
const only = process.argv[2];

const buildNode = async (): Promise<void> => {
  const out = join(root, 'build', 'new-dist');
  rmSync(out, { recursive: true, force: true });
  const result = await build({
    entryPoints: { main: join(root, 'src/main.ts') },
    outdir: out,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    define: { AUTOGOV_SOURCES: JSON.stringify(sourcesDigest()) },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    chunkNames: 'chunks/[name]-[hash]',
    external: ['typescript'],
    // liquidjs and other CommonJS parts call require() for node's own modules, which ESM output does not define.
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    metafile: true,
    logLevel: 'warning',
  });
  await build({
    entryPoints: { autogov: join(root, 'src/entry/node.ts') },
    outdir: out,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [mainStaysApart],
    logLevel: 'warning',
  });
  writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), notices(root, Object.keys(result.metafile.inputs)));
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(out, join(root, 'dist'));
};

/** The entry loads main only when it must, from the split build beside it. */
const mainStaysApart: Plugin = {
  name: 'main-stays-apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/main\.js$/ }, () => ({ path: './main.js', external: true }));
  },
};

const buildExecutable = (): void => {
  const work = join(root, 'build', 'entry');
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'assets.ts'), `export default ${JSON.stringify(assets())} as Record<string, string>;\n`);
  writeFileSync(
    join(work, 'autogov.ts'),
    [
      "import { versionAsked } from '../../src/entry/index.js';",
      'const argv = process.argv.slice(2);',
      'const version = versionAsked(argv);',
      'if (version !== undefined) {',
      '  // The one way to print that loads nothing of node: 1.4 ms of 7. Nothing is pending, so it leaves at once.',
      '  console.log(version);',
      '  process.exit(0);',
      '}',
      "void import('../../src/main.js').then(async ({ start }) => {",
      "  process.exitCode = await start(argv, () => import('./assets.js').then((module) => module.default));",
      '});',
      '',
    ].join('\n'),
  );
  const name = process.platform === 'win32' ? 'autogov.exe' : 'autogov';
  const made = join(root, 'build', `new-${name}`);
  execFileSync(
    bun(),
    [
      'build',
      join(work, 'autogov.ts'),
      '--compile',
      '--bytecode',
      '--format=esm',
      '--splitting',
      '--minify-syntax',
      '--minify-whitespace',
      // Most calls end before optimised code would pay for its making: ten times the usual patience took a third off a check's processor time.
      '--compile-jit-policy=10',
      '--no-compile-autoload-dotenv',
      '--no-compile-autoload-bunfig',
      '--external=typescript',
      `--define=AUTOGOV_SOURCES=${JSON.stringify(sourcesDigest())}`,
      `--outfile=${made}`,
    ],
    { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  // An executable that is running can be replaced by a rename, not overwritten.
  renameSync(made, join(root, 'build', name));
};

/** What a build judges by: verdicts of another one are not its own. */
const sourcesDigest = (): string => {
  const hash = createHash('sha256');
  for (const folder of ['src', 'schemas']) {
    for (const name of (readdirSync(join(root, folder), { recursive: true }) as string[]).sort()) {
      const path = join(root, folder, name);
      if (statSync(path).isFile()) hash.update(`${folder}/${name}\0`).update(readFileSync(path)).update('\0');
    }
  }
  return hash.update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
};

const assets = (): Record<string, string> => {
  const found: Record<string, string> = {};
  for (const folder of ['schemas', 'templates']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      found[relative(root, path).split(sep).join('/')] = readFileSync(path, 'utf8');
    }
  }
  return found;
};

/** bun's install script moves the binary out of its platform package; where such scripts are off, it is still there. */
const bun = (): string => {
  const folder = join(root, 'node_modules/@oven');
  const packaged = (existsSync(folder) ? readdirSync(folder) : []).map((name) =>
    join(folder, name, 'bin', process.platform === 'win32' ? 'bun.exe' : 'bun'),
  );
  const found = [...packaged, join(root, 'node_modules/bun/bin/bun.exe')].find(
    (path) => existsSync(path) && statSync(path).size > 1_000_000,
  );
  if (found === undefined)
    throw new Error('bun has no package for this platform; npm run build -- node makes the Node build alone');
  return found;
};

if (only !== 'executable') await buildNode();
if (only !== 'node') buildExecutable();
