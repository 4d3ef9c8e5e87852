import { join } from 'node:path';
import { Fault } from '../../faults/index.js';
import type { Completed, World } from '../../ports/index.js';
import { howItEnded, lastLine, textOf, toolEnvironment } from '../children.js';
import { askUv, cachedUv, findUv, type Uv } from './find.js';
import { findPython, type Python } from './python.js';
import { pinnedUv as version, wheels } from './wheels.js';

const venvLimit = 300_000;
const pipLimit = 900_000;

/**
 * The uv to use: on PATH, from the cache, or installed now: by hash, with Python's own venv and pip, so that pip's index, proxy and
 * certificate settings hold. The program is moved to its place in one rename; a kill before that leaves nothing that looks
 * installed, and two processes at once put the same bytes there.
 * @param say what happens, for progress
 * @param outside the repository that is judged; programs inside of it are passed over
 * @throws Fault AG202 (no Python ≥ 3.11), AG220–AG226
 */
export const obtainUv = async (
  world: World,
  say: (detail: string) => void = () => undefined,
  outside?: string,
): Promise<Uv> => {
  const found = await findUv(world, outside);
  if (found !== undefined) return found;
  const python = await findPython(world, outside);
  if (python === undefined) throw new Fault('AG202');
  say(`installing uv ${version} with pip`);
  const scratch = world.files.temporaryFolder('autogov-uv-');
  try {
    const made = await installInto(world, python, scratch);
    const answered = await askUv(world, made);
    if (answered !== version) throw new Fault('AG225', { version, reason: answered ?? 'it gives no version' });
    const content = world.files.read(made);
    if (content === undefined) throw new Fault('AG225', { version, reason: 'pip left no program' });
    const program = cachedUv(world);
    world.files.makeFolder(join(program, '..'));
    world.files.writeAtomic(program, content, 0o755);
    return { program, version, origin: 'installed' };
  } finally {
    world.files.remove(scratch);
  }
};

const installInto = async (world: World, python: Python, scratch: string): Promise<string> => {
  const venv = join(scratch, 'venv');
  const env = toolEnvironment(world, { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' });
  const made = await world.processes.run({
    program: python.program,
    args: [...python.args, '-I', '-m', 'venv', venv],
    cwd: scratch,
    env,
    timeout: venvLimit,
  });
  if (made.code !== 0) throw venvFault(world, python, made);
  const requirements = join(scratch, 'requirements.txt');
  world.files.create(requirements, requirementText());
  const windows = world.machine.platform === 'win32';
  const folder = join(venv, windows ? 'Scripts' : 'bin');
  const done = await world.processes.run({
    program: join(folder, windows ? 'python.exe' : 'python'),
    args: ['-I', '-m', 'pip', 'install', ...pipOptions, '-r', requirements],
    cwd: scratch,
    env,
    timeout: pipLimit,
  });
  if (done.code !== 0) throw pipFault(done);
  return join(folder, windows ? 'uv.exe' : 'uv');
};

/** --no-user undoes a `user = true` of the user's pip.conf, which would fail inside a virtual environment. */
const pipOptions = [
  '--require-hashes',
  '--no-deps',
  '--only-binary',
  ':all:',
  '--no-user',
  '--retries',
  '2',
  '--progress-bar',
  'off',
];

const requirementText = (): string =>
  `${[`uv==${version}`, ...Object.values(wheels).map((sha256) => `--hash=sha256:${sha256}`)].join(' \\\n    ')}\n`;

const venvFault = (world: World, python: Python, done: Completed): Fault => {
  const said = `${textOf(done.stdout)}\n${textOf(done.stderr)}`;
  if (!/ensurepip|No module named '?(venv|pip)/.test(said))
    return new Fault('AG226', { version, reason: howItEnded(done) });
  const minor = python.version.split('.').slice(0, 2).join('.');
  const advice =
    world.machine.platform === 'linux'
      ? `sudo apt install python${minor}-venv (Debian, Ubuntu), or install uv yourself`
      : undefined;
  return new Fault('AG222', { version: python.version }, advice);
};

/** What pip's failure means, from the words that pip itself uses; the certificate first, because its retries also speak of connections. */
export const pipFault = (done: Completed): Fault => {
  const said = `${textOf(done.stdout)}\n${textOf(done.stderr)}`;
  if (done.timedOut) return new Fault('AG220', { version, reason: 'pip did not end in time' });
  if (/CERTIFICATE_VERIFY_FAILED|certificate verify failed/i.test(said)) return new Fault('AG221');
  if (/DO NOT MATCH THE HASHES/.test(said)) return new Fault('AG223', { version });
  const lost = connectionLost.find(([pattern]) => pattern.test(said));
  if (lost !== undefined) return new Fault('AG220', { version, reason: lost[1] });
  if (/No matching distribution found/.test(said)) {
    return /from versions: none/.test(said)
      ? new Fault('AG220', { version, reason: 'the index that pip asked offers no uv at all' })
      : new Fault('AG224', { version });
  }
  const error = said.split(/\r?\n/).findLast((line) => line.startsWith('ERROR:'));
  return new Fault('AG226', { version, reason: error === undefined ? howItEnded(done) : lastLine(error.slice(6)) });
};

const connectionLost: readonly (readonly [RegExp, string])[] = [
  [/407 Proxy Authentication|ProxyError|Cannot connect to proxy/i, 'the proxy refused the connection'],
  [
    /name resolution|Name or service not known|getaddrinfo|NameResolutionError|nodename nor servname/i,
    'the name of the index does not resolve',
  ],
  [/Connection refused/i, 'the index refused the connection'],
  [/Network is unreachable|No route to host/i, 'the network is unreachable'],
  [/ConnectTimeout|ReadTimeout|timed out/i, 'the index did not answer in time'],
  [/NewConnectionError|ConnectionError|Connection reset|Connection aborted/i, 'the connection broke off'],
];
