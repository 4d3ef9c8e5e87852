// `npm run demo`: the built executable plays its own demo; it needs a shell-free start to work on every system.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'build', process.platform === 'win32' ? 'autogov.exe' : 'autogov');
const done = spawnSync(program, ['demo', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = done.status ?? 1;
