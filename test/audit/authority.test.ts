import { expect, test } from 'vitest';
import type { Access, AccessLink } from '../../src/access/index.js';
import { type AuthorityQuestion, judgeByAccess } from '../../src/audit/index.js';
import type { Namespace } from '../../src/evidence/index.js';
import { seededSigner } from '../world.js';

const [ana, ben] = [seededSigner(1), seededSigner(2)];

const link = (seq: number, granted: readonly (readonly [typeof ana, readonly Namespace[]])[]): AccessLink => ({
  project: 'p',
  seq,
  digest: `digest-${seq}`,
  previous: seq === 1 ? null : `digest-${seq - 1}`,
  signersDigest: '',
  signersText: '',
  signers: granted.map(([{ publicKey, keyId }, namespaces], index) => ({
    principal: index === 0 ? 'ana@example.com' : 'ben@example.com',
    namespaces: [...namespaces],
    publicKey,
    keyId,
    line: index + 1,
    comment: '',
  })),
  policyDigest: null,
  minimumVersion: '0.1.0',
  threshold: 1,
  expires: null,
  signedBy: [],
});

/** Ben could run things in the first version of the list, and can't in the second. */
const first = link(1, [
  [ana, ['autogov.run@v1', 'autogov.release@v1']],
  [ben, ['autogov.run@v1']],
]);
const second = link(2, [[ana, ['autogov.run@v1']]]);
const access: Access = {
  project: 'p',
  links: [first, second],
  head: second,
  first: 'digest-1',
  signers: second.signers,
  policyMatches: true,
  pinned: true,
};

const start = { name: 'run-start', namespace: 'autogov.run@v1' } as const;

test.each<[string, Partial<AuthorityQuestion>, string]>([
  ['a granted key', { ...start, predicate: { mode: 'governed', access: { digest: 'digest-2' } } }, 'granted'],
  [
    'a key granted when it signed',
    { ...start, publicKey: ben.publicKey, predicate: { access: { digest: 'digest-1' } } },
    'granted',
  ],
  [
    'a key that was revoked',
    { ...start, publicKey: ben.publicKey, predicate: { access: { digest: 'digest-2' } } },
    'refused',
  ],
  ['no link named, and revoked by now', { ...start, publicKey: ben.publicKey, predicate: {} }, 'refused'],
  ['a link that the chain does not have', { ...start, predicate: { access: { digest: 'digest-3' } } }, 'refused'],
  ['another namespace than granted', { name: 'deploy', namespace: 'autogov.deploy@v1', predicate: {} }, 'refused'],
  [
    'a release under the list that grants it',
    { name: 'release', namespace: 'autogov.release@v1', predicate: { access: { digest: 'digest-1' } } },
    'granted',
  ],
  ['a run in development', { ...start, publicKey: ben.publicKey, predicate: { mode: 'development' } }, 'ungranted'],
  ['a refusal', { name: 'refused', namespace: 'autogov.run@v1', publicKey: ben.publicKey, predicate: {} }, 'ungranted'],
  [
    'the opening of a log',
    { name: 'log-open', namespace: 'autogov.run@v1', publicKey: ben.publicKey, predicate: {} },
    'ungranted',
  ],
  [
    'a release that says development',
    { name: 'release', namespace: 'autogov.release@v1', predicate: { mode: 'development' } },
    'refused',
  ],
])('%s', (_, question, verdict) => {
  const asked = { index: 1, ...start, publicKey: ana.publicKey, principal: 'x', predicate: {}, ...question };
  expect(judgeByAccess(access)(asked).verdict).toBe(verdict);
});
