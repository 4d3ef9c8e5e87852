import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { builds } from './builds.js';

const root = join(import.meta.dirname, '..', '..');
const inputs = ['src', 'schemas', 'templates', 'scripts', 'bin', 'package.json', 'package-lock.json', 'tsconfig.json'];
let done = false;

/** Build both once before the first project that needs them; nothing is built again while no input is newer than the builds. */
export default function setup(): void {
  if (done || isFresh()) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(npm, ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`npm run build failed:\n${result.stdout}${result.stderr}`);
  done = true;
}

const isFresh = (): boolean => {
  const outputs = builds.map((build) => build.command.at(-1) ?? '').concat(join(root, 'dist'));
  if (!outputs.every((path) => existsSync(path))) return false;
  const built = Math.min(...[builds[1]?.command[0] ?? '', join(root, 'dist')].map(newest));
  return inputs.every((path) => newest(join(root, path)) < built);
};

/** Newest modification below a path, milliseconds; folders count, so a removed file is seen too. */
const newest = (path: string): number => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
};
