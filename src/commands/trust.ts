import { escapeText, Fault } from '../faults/index.js';
import { type Answer, answers, type Build, examples, exit, type Session, verb } from './shape.js';

const build: Build = (session) =>
  examples(
    verb('trust', "pin this project's access chain on this machine, by the digest of its first link")
      .argument('[digest]', 'compared by another channel; without it: show the digest, change nothing')
      .action(answers(session, 'trust', (digest: string | undefined) => act(session, digest))),
    ['autogov trust', 'autogov trust --json'],
  );

export default build;

const act = async (session: Session, digest: string | undefined): Promise<Answer> => {
  const { isTrustedFolder, pinChain, readLinks, readPin, trustFolder } = await import('../access/index.js');
  const { findProject } = await import('../config/index.js');
  const { world } = session;
  const { root } = findProject(world);
  const links = readLinks(world, root);
  const [first] = links;
  const head = links.at(-1);
  if (first === undefined || head === undefined) throw new Fault('AG427', { path: '.autogov/access' });
  const founders = first.signedBy.map((keyId) => {
    const line = first.signers.find((signer) => signer.keyId === keyId);
    return { principal: line?.principal ?? null, keyId };
  });
  if (digest !== undefined) {
    pinChain(world, links, digest);
    trustFolder(world, root);
  }
  const pinned = digest !== undefined || readPin(world, first.project)?.first === first.digest;
  const text = [
    `  project ${first.project}`,
    `  first   ${first.digest}`,
    ...founders.map((founder) => `  by      ${founder.principal}  ${founder.keyId}`),
    `  newest  link ${head.seq}`,
    '',
    ...verdictLines(first.digest, pinned, isTrustedFolder(world, root)),
  ];
  return {
    exit: exit.ok,
    data: {
      project: first.project,
      first: first.digest,
      seq: head.seq,
      digest: head.digest,
      founders,
      pinned,
      folder: isTrustedFolder(world, root),
    },
    text: `${text.map(escapeText).join('\n')}\n`,
  };
};

const verdictLines = (digest: string, pinned: boolean, here: boolean): readonly string[] => {
  if (pinned && here) return ['trusted on this machine', 'next: autogov access why'];
  const what = pinned
    ? "the project is trusted on this machine, this folder not yet: its code may be a stranger's"
    : 'not trusted on this machine yet: compare the digest with a colleague';
  return [what, `next: autogov trust ${digest}`];
};
