import { expect, test } from 'vitest';
import {
  acceptAccess,
  foundAccess,
  judge,
  linkDigest,
  linkPath,
  namespaces,
  type OwnSigner,
  pinAccess,
  pinChain,
  readAccess,
  readLinks,
  signChange,
  signerLine,
  writeChange,
} from '../../src/access/index.js';
import { type LinkContent, signLink } from '../../src/access/link.js';
import { sha256 } from '../../src/evidence/index.js';
import { Fault } from '../../src/faults/index.js';
import { makeWorld, seededSigner, type TestWorld } from '../world.js';

const root = '/home/ana/repo';
const project = '01JD0000000000000000000000';
const signersFile = `${root}/.autogov/allowed_signers`;
const own = (number: number, principal: string): OwnSigner => ({
  signer: seededSigner(number),
  principal,
  origin: 'file',
});
const ana = own(1, 'ana@example.com');
const ben = own(2, 'ben@example.com');
const eve = own(3, 'eve@example.com');
const line = (who: OwnSigner, granted: readonly string[] = namespaces): string =>
  `${signerLine(who.principal, granted, who.signer.publicKey)}\n`;

const faultOf = async (body: () => unknown): Promise<Fault> => {
  try {
    await body();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('no fault');
};

/** A repository founded by Ana. */
const founded = async (world: TestWorld = makeWorld({ tree: { [`${root}/`]: '' } })): Promise<TestWorld> => {
  for (const file of await foundAccess(world, { project, own: ana, policyDigest: null })) {
    world.memory.put({ [`${root}/${file.path}`]: file.content });
  }
  return world;
};

const put = (world: TestWorld, path: string, content: string): void =>
  world.memory.put({ [`${root}/${path}`]: content });
const get = (world: TestWorld, path: string): string => world.files.readText(`${root}/${path}`) ?? '';

/** A link by hand that follows the chain in the world, put beside a list that fits it. */
const forge = async (world: TestWorld, by: OwnSigner, change: Partial<LinkContent>): Promise<void> => {
  const seq = change.seq ?? 2;
  const signers = change.signers ?? line(ana) + line(ben);
  const content = await signLink(by.signer, {
    project,
    seq,
    previous: linkDigest(get(world, linkPath(seq - 1))),
    signers,
    policyDigest: null,
    minimumVersion: '0.1.0',
    threshold: 1,
    expires: null,
    ...change,
  });
  put(world, linkPath(seq), content);
  put(world, '.autogov/allowed_signers', signers);
};

test('the founder holds every namespace, and the digest of the first link is the SHA-256 of its file', async () => {
  const world = await founded();
  const access = await readAccess(world, root);
  expect(access).toMatchObject({ project, pinned: false, policyMatches: true, head: { seq: 1, threshold: 1 } });
  expect(access?.first).toBe(sha256(get(world, linkPath(1))));
  expect(access?.signers[0]?.namespaces).toEqual([...namespaces]);
});

test('without a chain there is no access, whatever allowed_signers says', async () => {
  const world = makeWorld({ tree: { [signersFile]: line(eve) } });
  expect(await readAccess(world, root)).toBeUndefined();
});

test('a holder signs a change: the next link counts, the list is as signed, this machine trusts it', async () => {
  const world = await founded();
  put(world, '.autogov/allowed_signers', line(ana) + line(ben, ['autogov.run@v1']));
  put(world, '.autogov/policy.yaml', 'version: 1\n');
  const change = await signChange(world, root, project, ana);
  writeChange(world, root, change);
  const access = await readAccess(world, root);
  expect(access).toMatchObject({ head: { seq: 2, signedBy: [ana.signer.keyId] }, pinned: true, policyMatches: true });
  const question = { publicKey: ben.signer.publicKey, namespace: 'autogov.run@v1' };
  expect(access && judge(access, question)).toEqual({
    allowed: true,
    principal: 'ben@example.com',
    line: 2,
    reason: 'allowed_signers:2 grants autogov.run@v1',
  });
});

test('a line end that a checkout added to a link changes nothing', async () => {
  const world = await founded();
  const digest = linkDigest(get(world, linkPath(1)));
  put(world, linkPath(1), `${get(world, linkPath(1))}\r\n`);
  expect((await readAccess(world, root))?.first).toBe(digest);
});

test('the policy counts as it was signed', async () => {
  const world = await founded();
  put(world, '.autogov/policy.yaml', 'version: 1\n');
  expect((await readAccess(world, root))?.policyMatches).toBe(false);
});

test.each<[string, (world: TestWorld) => Promise<void> | void, string, RegExp]>([
  ['a line added to the list', (w) => put(w, '.autogov/allowed_signers', line(ana) + line(eve)), 'AG425', /link 1/],
  ['the list removed', (w) => w.files.remove(signersFile), 'AG425', /link 1/],
  ['a link by somebody without rights', (w) => forge(w, eve, {}), 'AG421', /0 of 1/],
  [
    'a signer added by their own change',
    (w) => forge(w, eve, { signers: line(ana) + line(eve) }),
    'AG421',
    /0 of 1 signatures needed are by the holders in link 1/,
  ],
  [
    'a link of another project',
    (w) => forge(w, ana, { project: '01JD0000000000000000000009' }),
    'AG421',
    /another project/,
  ],
  ['a link that follows another', (w) => forge(w, ana, { previous: 'a'.repeat(64) }), 'AG421', /does not follow/],
  ['a later link without predecessor', (w) => forge(w, ana, { previous: null }), 'AG421', /does not follow/],
  [
    'a gap',
    async (w) => {
      await forge(w, ana, {});
      put(w, linkPath(3), get(w, linkPath(2)));
      w.files.remove(`${root}/${linkPath(2)}`);
    },
    'AG421',
    /expected .*0002/,
  ],
  ['a link twice', (w) => put(w, linkPath(2), get(w, linkPath(1))), 'AG421', /says that it is link 1/],
  ['another file among the links', (w) => put(w, '.autogov/access/0002.dsse.json~', 'x'), 'AG421', /expected/],
  [
    'a link that is a symbolic link',
    (w) => w.memory.put({ [`${root}/${linkPath(2)}`]: { link: `${root}/${linkPath(1)}` } }),
    'AG421',
    /not a file/,
  ],
  ['a link that is no JSON', (w) => put(w, linkPath(1), 'hello'), 'AG421', /not JSON/],
  ['white space in a link', (w) => put(w, linkPath(1), get(w, linkPath(1)).replace(':', ': ')), 'AG421', /canonical/],
  [
    'nobody left who could change access',
    (w) => forge(w, ana, { signers: line(ana, ['git']) }),
    'AG421',
    /nobody could follow/,
  ],
  ['a newer autogov demanded', (w) => forge(w, ana, { minimumVersion: '9.0.0' }), 'AG429', /9\.0\.0/],
  ['a chain that has expired', (w) => forge(w, ana, { expires: '2025-01-01T00:00:00Z' }), 'AG430', /2025/],
  [
    'a bad line in a signed list',
    (w) => forge(w, ana, { signers: `${line(ana)}* x\n` }),
    'AG421',
    /line 2 of its signers/,
  ],
])('%s is refused', async (_, attack, code, reason) => {
  const world = await founded();
  await attack(world);
  const fault = await faultOf(() => readAccess(world, root));
  expect([fault.code, fault.message]).toEqual([code, expect.stringMatching(reason)]);
});

test('every flipped character of a link is refused', async () => {
  const world = await founded();
  const content = get(world, linkPath(1));
  for (let at = 0; at < content.length; at += 7) {
    const char = content[at] === 'A' ? 'B' : 'A';
    put(world, linkPath(1), content.slice(0, at) + char + content.slice(at + 1));
    const fault = await faultOf(() => readAccess(world, root));
    expect(fault.code, `character ${at}`).toBe('AG421');
  }
});

const twoHolders = async (world: TestWorld): Promise<void> => forge(world, ana, { threshold: 2 });
const both = (one: string, two: string): string => {
  const [first, second] = [one, two].map((text) => JSON.parse(text));
  return JSON.stringify({ ...first, signatures: [...first.signatures, ...second.signatures] });
};

test('with a threshold of two, one signature is too few, one key twice is one, two principals do', async () => {
  const world = await founded();
  await twoHolders(world);
  await forge(world, ana, { seq: 3 });
  const byAna = get(world, linkPath(3));
  expect((await faultOf(() => readAccess(world, root))).message).toMatch(/1 of 2/);
  put(world, linkPath(3), both(byAna, byAna));
  expect((await faultOf(() => readAccess(world, root))).message).toMatch(/1 of 2/);
  await forge(world, ben, { seq: 3 });
  put(world, linkPath(3), both(byAna, get(world, linkPath(3))));
  expect((await readAccess(world, root))?.head.signedBy).toEqual([ana.signer.keyId, ben.signer.keyId]);
});

test('a revoked holder can sign nothing after the link that removed them', async () => {
  const world = await founded();
  await forge(world, ana, {});
  await forge(world, ben, { seq: 3, signers: line(ben) });
  expect((await readAccess(world, root))?.head.seq).toBe(3);
  await forge(world, ana, { seq: 4 });
  expect((await faultOf(() => readAccess(world, root))).message).toMatch(/0 of 1/);
});

test.each<[string, (world: TestWorld) => Promise<void> | void, string]>([
  [
    'rolled back to the first link',
    (w) => {
      w.files.remove(`${root}/${linkPath(2)}`);
      put(w, '.autogov/allowed_signers', w.files.readText('/keep') ?? '');
    },
    'AG423',
  ],
  ['forked: another second link by the same holder', (w) => forge(w, ana, { signers: line(ana) + line(eve) }), 'AG424'],
  [
    'another chain for the same project',
    async (w) => {
      w.files.remove(`${root}/.autogov/access`);
      const files = await foundAccess(w, { project, own: eve, policyDigest: null });
      for (const file of files) put(w, file.path, file.content);
    },
    'AG424',
  ],
])('a chain that was seen and is now %s is refused with exit 4', async (_, attack, code) => {
  const world = await founded();
  world.memory.put({ '/keep': get(world, '.autogov/allowed_signers') });
  await forge(world, ana, {});
  const access = await readAccess(world, root);
  if (access === undefined) throw new Error('no access');
  expect(acceptAccess(world, access, 'development').pin).toBe('first');
  await attack(world);
  const fault = await faultOf(() => readAccess(world, root));
  expect([fault.code, fault.exit]).toEqual([code, 4]);
});

test('a damaged pin does not read as no pin', async () => {
  const world = await founded();
  world.memory.put({ [`${world.machine.folders.config}/pins/${project}.json`]: '{' });
  expect((await faultOf(() => readAccess(world, root))).code).toBe('AG424');
});

test('newer links of a trusted chain are taken, and remembered', async () => {
  const world = await founded();
  pinAccess(world, project, linkDigest(get(world, linkPath(1))));
  await forge(world, ana, {});
  const access = await readAccess(world, root);
  expect(access && acceptAccess(world, access, 'governed').pin).toBe('advanced');
  expect(access && acceptAccess(world, access, 'governed').pin).toBe('known');
});

test.each<['development' | 'governed', Record<string, string>, boolean, boolean]>([
  ['development', {}, false, true],
  ['development', { CI: 'true' }, false, false],
  ['governed', {}, false, false],
  ['governed', {}, true, true],
])('first use in %s mode, env %j, terminal %s: accepted %s', async (mode, env, interactive, accepted) => {
  const world = await founded(
    makeWorld({ tree: { [`${root}/`]: '' }, machine: { env }, ...(interactive ? { replies: {} } : {}) }),
  );
  const access = await readAccess(world, root);
  if (access === undefined) throw new Error('no access');
  if (accepted) expect(acceptAccess(world, access, mode).pin).toBe('first');
  else expect((await faultOf(() => acceptAccess(world, access, mode))).try).toContain(`autogov trust ${access.first}`);
});

test('a chain is pinned by the digest that somebody compared, and by no other', async () => {
  const world = await founded();
  const links = readLinks(world, root);
  expect((await faultOf(() => pinChain(world, links, 'b'.repeat(64)))).code).toBe('AG432');
  pinChain(world, links, linkDigest(get(world, linkPath(1))).toUpperCase());
  expect((await readAccess(world, root))?.pinned).toBe(true);
});

test('who may not change access cannot sign a change', async () => {
  const world = await founded();
  put(world, '.autogov/allowed_signers', line(ana) + line(eve));
  const fault = await faultOf(() => signChange(world, root, project, eve));
  expect([fault.code, fault.message]).toEqual([
    'AG428',
    expect.stringContaining('eve@example.com may not change access'),
  ]);
});

test.each<[string, Parameters<typeof judge>[1], boolean, string]>([
  [
    'an unknown key',
    { publicKey: eve.signer.publicKey, namespace: 'autogov.run@v1' },
    false,
    'no line of allowed_signers names this key',
  ],
  [
    'the wrong namespace',
    { publicKey: ben.signer.publicKey, namespace: 'autogov.release@v1' },
    false,
    'allowed_signers:2 does not grant autogov.release@v1',
  ],
  [
    'too early',
    { publicKey: ben.signer.publicKey, namespace: 'autogov.run@v1', at: new Date('2025-12-31T23:59:59Z') },
    false,
    'allowed_signers:2 grants nothing before 2026-01-01T00:00:00.000Z',
  ],
  [
    'in time',
    { publicKey: ben.signer.publicKey, namespace: 'autogov.run@v1', at: new Date('2026-01-01T00:00:00Z') },
    true,
    'allowed_signers:2 grants autogov.run@v1',
  ],
  [
    'too late, to the second',
    { publicKey: ben.signer.publicKey, namespace: 'autogov.run@v1', at: new Date('2026-02-01T00:00:00Z') },
    false,
    'allowed_signers:2 granted nothing any more from 2026-02-01T00:00:00.000Z',
  ],
])('%s', async (_, question, allowed, reason) => {
  const world = await founded();
  const dated = line(ben, ['autogov.run@v1']).replace(
    ' namespaces',
    ' valid-after="20260101Z",valid-before="20260201Z",namespaces',
  );
  await forge(world, ana, { signers: line(ana) + dated });
  const access = await readAccess(world, root);
  expect(access && judge(access, question)).toMatchObject({ allowed, reason });
});
