import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, readFlags } from '../../src/platform/index.js';
import type { World } from '../../src/ports/index.js';
import { obtainUv } from '../../src/tools/index.js';
import { pinnedUv } from '../../src/tools/uv/wheels.js';
import { makePlace, type Place } from '../e2e/scenario/place.js';
import { networkEnvironment } from '../setup/network.js';
import { findProgram, need } from '../setup/require.js';
import { faultOf } from '../tools/setting.js';

describe.runIf(need('python3', 'toolchain'))('obtaining uv with the real pip', () => {
  let place: Place;
  let real: World;
  beforeAll(async () => {
    place = makePlace();
    real = await createWorld(readFlags([]), undefined);
  });
  afterAll(() => place.end());

  /** A world with an empty cache of its own. */
  const fresh = (name: string, env: Readonly<Record<string, string>> = {}): World => ({
    ...real,
    processes: {
      ...real.processes,
      find: (program) => (program === 'python3' ? join(place.bin, 'python3') : undefined),
    },
    machine: {
      ...real.machine,
      home: place.home,
      env: { ...place.env, ...networkEnvironment(), ...env },
      folders: { ...real.machine.folders, cache: join(place.base, name) },
    },
  });

  const nothingInstalled = (name: string): void => expect(existsSync(join(place.base, name))).toBe(false);

  test('two processes at once both end with the same program, and the next finds it', async () => {
    const world = fresh('both');
    const [first, second] = await Promise.all([obtainUv(world), obtainUv(world)]);
    expect(first).toEqual({ ...second, origin: 'installed' });
    expect(first.version).toBe(pinnedUv);
    expect(readdirSync(join(place.base, 'both', 'uv', pinnedUv))).toEqual(['uv']);
    expect((await obtainUv(world)).origin).toBe('cache');
  });

  test.each([
    ['an index that refuses the connection', { PIP_INDEX_URL: 'http://127.0.0.1:9/simple' }, 'AG220'],
    [
      'a proxy that is not there',
      { PIP_INDEX_URL: 'https://index.invalid/simple', HTTPS_PROXY: 'http://127.0.0.1:9' },
      'AG220',
    ],
    ['no index at all', { PIP_NO_INDEX: '1', PIP_FIND_LINKS: '' }, 'AG220'],
  ])('%s', async (_, env, code) => {
    expect((await faultOf(obtainUv(fresh('lost', env)))).code).toBe(code);
    nothingInstalled('lost');
  });

  test('a wheel of that version that is not the published one is thrown away', async () => {
    const links = join(place.base, 'links');
    mkdirSync(links);
    const made = spawnSync(join(place.bin, 'python3'), ['-c', forgery, links, pinnedUv], { encoding: 'utf8' });
    expect(made.stderr).toBe('');
    const env = { PIP_NO_INDEX: '1', PIP_FIND_LINKS: links };
    expect(await faultOf(obtainUv(fresh('forged', env)))).toMatchObject({ code: 'AG223' });
    nothingInstalled('forged');
  });

  test.runIf(need('openssl', 'toolchain'))('a certificate of an unknown authority', async () => {
    const [key, certificate] = [join(place.base, 'key.pem'), join(place.base, 'certificate.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      certificate,
      '-days',
      '2',
      ...subject,
    ];
    expect(spawnSync(findProgram('openssl') ?? '', args).status).toBe(0);
    const read = (path: string) => real.files.readText(path) ?? '';
    const server = createServer({ key: read(key), cert: read(certificate) }, (_, answer) => answer.end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as AddressInfo;
      const env = { PIP_INDEX_URL: `https://127.0.0.1:${port}/simple`, NO_PROXY: '127.0.0.1', PIP_FIND_LINKS: '' };
      expect((await faultOf(obtainUv(fresh('untrusted', env)))).code).toBe('AG221');
      nothingInstalled('untrusted');
    } finally {
      server.close();
    }
  });
});

/** Writes a wheel that pip would install but for its hash. */
const forgery = `
import sys, zipfile
folder, version = sys.argv[1:]
info = f"uv-{version}.dist-info"
with zipfile.ZipFile(f"{folder}/uv-{version}-py3-none-any.whl", "w") as wheel:
    wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: uv\\nVersion: {version}\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{info}/RECORD", "")
`;
