import type { Access, Decision, OwnSigner, SignerLine } from '../access/index.js';
import { escapeText, Fault } from '../faults/index.js';
import { type Answer, answers, type Build, examples, exit, type Session, verb } from './shape.js';

const build: Build = (session) =>
  examples(
    verb('access', 'who may run, release, approve, and why')
      .addCommand(
        examples(verb('list', 'every line of allowed_signers, as the access chain signed it'), [
          'autogov access list',
          'autogov access list --json',
        ]).action(answers(session, 'access list', () => list(session))),
      )
      .addCommand(
        examples(verb('why', 'which line lets a key run, release or approve, or why none does'), [
          'autogov access why invoices',
          'autogov access why --namespace autogov.release@v1',
          'autogov access why invoices --principal ana@example.com',
        ])
          .argument('[id]', 'an automation')
          .option('--principal <name>', 'judge the keys of this principal instead of your own')
          .option('--namespace <name>', 'what is to be signed', 'autogov.run@v1')
          .action(answers(session, 'access why', (id: string | undefined, options: Why) => why(session, id, options))),
      )
      .addCommand(
        examples(
          verb('sign', 'sign what allowed_signers and the policy say now as the next link of the access chain'),
          ['autogov access sign'],
        ).action(answers(session, 'access sign', () => sign(session))),
      ),
    ['autogov access why', 'autogov access why invoices --principal ana@example.com', 'autogov access list'],
  );

export default build;

interface Why {
  readonly principal?: string;
  readonly namespace: string;
}

/** The project at hand with its verified chain. @throws Fault AG427 if it has none */
const open = async (session: Session) => {
  const { readAccess } = await import('../access/index.js');
  const { findProject } = await import('../config/index.js');
  const project = findProject(session.world);
  const access = await readAccess(session.world, project.root);
  if (access === undefined) throw new Fault('AG427', { path: '.autogov/access' });
  return { ...project, access };
};

const list = async (session: Session): Promise<Answer> => {
  const { access } = await open(session);
  const width = Math.max(...access.signers.map((signer) => signer.principal.length));
  const lines = access.signers.map(
    (signer) =>
      `  ${String(signer.line).padStart(3)}  ${signer.principal.padEnd(width)}  ${signer.keyId.slice(0, 14)}…  ${[
        signer.namespaces.map((name) => name.replace(/^autogov\.(.*)@v1$/, '$1')).join(' '),
        ...dates(signer),
      ].join('  ')}`,
  );
  const text = [...lines, '', chainLine(access), 'next: autogov access why'];
  return { exit: exit.ok, data: { ...chainData(access), signers: access.signers.map(signerData) }, text: join(text) };
};

const why = async (session: Session, id: string | undefined, options: Why): Promise<Answer> => {
  const { findSigner, isNamespace, judge } = await import('../access/index.js');
  const { namespace, principal } = options;
  if (!isNamespace(namespace)) throw new Fault('AG102', { reason: `--namespace: there is no ${namespace}` });
  const { access, root } = await open(session);
  if (id !== undefined) {
    const { findAutomation, readManifest } = await import('../runs/index.js');
    findAutomation(await readManifest(session.world, root), id);
  }
  const ask = (publicKey: Uint8Array): Decision =>
    judge(access, {
      publicKey,
      namespace,
      at: session.world.clock.now(),
      ...(id === undefined ? {} : { automation: id }),
    });
  let decisions: readonly (Decision & { readonly keyId: string | null })[];
  if (principal === undefined) {
    const own: OwnSigner | undefined = await findSigner(session.world, access);
    decisions =
      own === undefined
        ? [{ allowed: false, keyId: null, reason: 'you have no key yet: the first run or init makes one' }]
        : [{ ...ask(own.signer.publicKey), principal: own.principal, keyId: own.signer.keyId }];
  } else {
    const lines = access.signers.filter((signer) => signer.principal === principal);
    decisions =
      lines.length === 0
        ? [{ allowed: false, principal, keyId: null, reason: `no line of allowed_signers names ${principal}` }]
        : lines.map((signer) => ({ ...ask(signer.publicKey), keyId: signer.keyId }));
  }
  const what = namespace === 'autogov.run@v1' ? `run ${id ?? 'automations'}` : `sign ${namespace}`;
  const lines = decisions.map(
    (each) =>
      `  ${[each.principal ?? 'you', each.keyId].filter(Boolean).join('  ')}  ${each.allowed ? 'may' : 'may not'} ${what}: ${each.reason}`,
  );
  const allowed = decisions.some((each) => each.allowed);
  const development =
    allowed || namespace !== 'autogov.run@v1' ? [] : ['in development mode anybody may run; the record says so'];
  const next = allowed
    ? `next: autogov run ${id ?? 'ID'} --governed`
    : 'next: ask a holder of autogov.access@v1 to add the key';
  return {
    exit: allowed ? exit.ok : exit.trust,
    data: { allowed, namespace, automation: id ?? null, decisions: decisions.map(decisionData), ...chainData(access) },
    text: join([...lines, '', ...development, chainLine(access), next]),
  };
};

const sign = async (session: Session): Promise<Answer> => {
  const { obtainSigner, readLinks, signChange, writeChange } = await import('../access/index.js');
  const { findProject } = await import('../config/index.js');
  const { readManifest } = await import('../runs/index.js');
  const { world } = session;
  const { root } = findProject(world);
  const manifest = await readManifest(world, root);
  const head = readLinks(world, root).at(-1);
  const own = await obtainSigner(world, head);
  const change = await signChange(world, root, manifest.project.id, own);
  writeChange(world, root, change);
  const paths = change.files.map((file) => file.path);
  const text = join([
    ...(own.said === undefined ? [] : [`  ${own.said}`]),
    `  signed link ${change.seq} as ${own.principal}  ${own.signer.keyId}`,
    `  ${change.digest}  ${paths.at(-1)}`,
    `next: git add .autogov && git commit -m "chore: access link ${change.seq}"`,
  ]);
  return { exit: exit.ok, data: { seq: change.seq, digest: change.digest, paths }, text };
};

const chainLine = (access: Access): string =>
  `access chain: link ${access.head.seq}, first ${access.first.slice(0, 16)}… (${access.pinned ? 'trusted here' : 'not yet trusted here'})`;

const chainData = (access: Access) => ({
  chain: {
    project: access.project,
    seq: access.head.seq,
    digest: access.head.digest,
    first: access.first,
    pinned: access.pinned,
  },
});

const dates = (signer: SignerLine): readonly string[] => [
  ...(signer.validAfter === undefined ? [] : [`from ${new Date(signer.validAfter).toISOString()}`]),
  ...(signer.validBefore === undefined ? [] : [`until ${new Date(signer.validBefore).toISOString()}`]),
];

const signerData = (signer: SignerLine) => ({
  line: signer.line,
  principal: signer.principal,
  keyId: signer.keyId,
  namespaces: signer.namespaces,
  validAfter: signer.validAfter === undefined ? null : new Date(signer.validAfter).toISOString(),
  validBefore: signer.validBefore === undefined ? null : new Date(signer.validBefore).toISOString(),
});

const decisionData = (decision: Decision & { readonly keyId: string | null }) => ({
  allowed: decision.allowed,
  principal: decision.principal ?? null,
  keyId: decision.keyId,
  line: decision.line ?? null,
  reason: decision.reason,
});

const join = (lines: readonly string[]): string => `${lines.map(escapeText).join('\n')}\n`;
