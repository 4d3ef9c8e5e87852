import { catalogue, escapeText, Fault, type FaultCode, nearest } from '../faults/index.js';
import type { OwnRuleInfo } from '../policy/index.js';
import { type Answer, answers, type Build, examples, exit, type Session, verb } from './shape.js';

const build: Build = (session) => {
  const command = verb('explain', 'a rule or a fault: what, why, how to mend')
    .argument('[id]', 'id of a rule (NAM003) or of a fault (AG310)')
    .option('--list', 'every id with what it stands for');
  command.action(
    answers(session, 'explain', async (id: string | undefined, options: { readonly list?: boolean }) =>
      id === undefined || options.list === true ? listAll() : explainOne(session, id),
    ),
  );
  return examples(command, ['autogov explain NAM003', 'autogov explain AG310', 'autogov explain --list']);
};

export default build;

const listAll = async (): Promise<Answer> => {
  const { allRules, rulesOfTools } = await import('../policy/index.js');
  const rules = [...(await allRules()), ...(await rulesOfTools())].map(({ id, severity, what, fixable }) => ({
    id,
    severity,
    what,
    fixable,
  }));
  const faults = Object.entries(catalogue)
    .map(([id, fault]) => ({ id, title: fault.title, exit: fault.exit }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const text = [
    'Rules',
    ...rules.map((rule) => `  ${rule.id}  ${rule.severity.padEnd(7)}  ${rule.what}`),
    '',
    'Faults',
    ...faults.map((fault) => `  ${fault.id}   exit ${String(fault.exit).padEnd(3)} ${fault.title}`),
    '',
    'next: autogov explain <id>',
    '',
  ];
  return { exit: exit.ok, data: { rules, faults }, text: text.join('\n') };
};

const explainOne = async (session: Session, given: string): Promise<Answer> => {
  const id = given.toUpperCase();
  if (Object.hasOwn(catalogue, id)) return explainFault(id as FaultCode);
  const { allRules, rulesOfTools } = await import('../policy/index.js');
  const rules = [...(await allRules()), ...(await rulesOfTools())];
  const bundled = rules.find((each) => each.id === id);
  if (bundled !== undefined) {
    const { severity, since, fact, what, why, next, fixable, pass, fail } = bundled;
    const data = { kind: 'rule', id, severity, since, fact, what, why, try: next, fixable, pass, fail };
    return { exit: exit.ok, data, text: await ruleText(bundled) };
  }
  const ours = await rulesHere(session);
  const own = ours.find((each) => each.id === id);
  if (own !== undefined) {
    const { severity, fact, what, why, next, fixable, line } = own;
    const data = {
      kind: 'ownRule',
      id,
      severity,
      fact,
      what,
      why,
      try: next,
      fixable,
      path: '.autogov/policy.yaml',
      line,
    };
    return { exit: exit.ok, data, text: await ruleText(own, `.autogov/policy.yaml:${line}`) };
  }
  const near = nearest(id, [...[...rules, ...ours].map((each) => each.id), ...Object.keys(catalogue)]);
  throw new Fault('AG103', { id: given }, near === undefined ? undefined : `did you mean: autogov explain ${near}`);
};

/** The rules of the policy where the user stands; none outside of a repository. */
const rulesHere = async ({ world }: Session): Promise<readonly OwnRuleInfo[]> => {
  const repository = world.git.repository(world.machine.cwd);
  if (repository === undefined) return [];
  const { ownRules } = await import('../policy/index.js');
  return ownRules(world, { root: repository.root, repository });
};

type Explained = Pick<OwnRuleInfo, 'id' | 'severity' | 'what' | 'why' | 'next' | 'fixable'>;

const ruleText = async (rule: Explained, where?: string): Promise<string> => {
  const { id, severity, what, why, next, fixable } = rule;
  const { howToWaive } = await import('../policy/index.js');
  const waiver = (await howToWaive(id)).split('\n').slice(2, -1);
  return [
    `${id}  ${severity}${fixable ? ', mended by autogov check --fix' : ''}`,
    '',
    ...(where === undefined ? [] : [`  where: ${where}`]),
    `  what:  ${escapeText(what)}`,
    `  why:   ${escapeText(why)}`,
    `  try:   ${next}`,
    '',
    '  to wait with it, in .autogov/waivers.yaml under waivers:',
    ...waiver.map((line) => `  ${line}`),
    '',
    `next: ${fixable ? 'autogov check --fix' : 'autogov check'}`,
    '',
  ].join('\n');
};

const explainFault = (id: FaultCode): Answer => {
  const fault = catalogue[id];
  const text = [
    `${id}  exit ${fault.exit}`,
    '',
    `  title: ${fault.title}`,
    `  what:  ${fault.what}`,
    `  try:   ${fault.try}`,
    '',
    `next: ${fault.try}`,
    '',
  ];
  const data = { kind: 'fault', id, title: fault.title, what: fault.what, try: fault.try, exit: fault.exit };
  return { exit: exit.ok, data, text: text.join('\n') };
};
