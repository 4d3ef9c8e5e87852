import { join } from 'node:path';
import type { Lock, TemplateQuestion } from '../config/index.js';
import { sha256 } from '../evidence/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import { answerQuestions, refuseUnknown } from './answers.js';
import { composeLayers } from './compose.js';
import { type Context, createRender, type Render } from './engine.js';
import { gatherFacts } from './facts.js';
import { choices, chosenLayers, type Layer, listChoices, readLayer, unknownLayer } from './layers.js';
import { formatLock, lockPath, readLock } from './lock-file.js';
import type { Answers, Given, PlannedFile, ScaffoldPlan, ScaffoldRequest } from './model.js';
import { inspectTarget, type Target } from './target.js';

/** Files that are made while the plan is carried out: their content depends on a key or on the package index. */
const signed = 'signed with your key';
const madeLater: readonly (readonly [path: string, reason: string])[] = [
  ['.autogov/access/0001.dsse.json', signed],
  ['.autogov/allowed_signers', signed],
];

/**
 * What init would do. Nothing is written.
 * @throws Fault AG501–AG510 for a folder or answers that can't be used; AG201–AG203 for what the machine lacks
 */
export const planScaffold = async (world: World, request: ScaffoldRequest): Promise<ScaffoldPlan> => {
  const target = inspectTarget(world, request.folder);
  if (target.state === 'done') return await planNothing(world, target, request);
  const facts = await gatherFacts(world, target, request.install, request.unanswered === 'ask');
  const render = createRender();
  const { layers, parts, questions } = await chooseLayers(world, request, facts, render);
  const asked = await answerQuestions(world, questions, request.given, facts, render, request.unanswered);
  const answers: Answers = { ...parts, ...asked };
  // What a file may use is locked, so that an update renders the same base again.
  const context = { ...answers, year: String(answers['today']).slice(0, 4), autogov: world.version };
  const rendered = composeLayers(layers, context, render);
  const contents = new Map(rendered.map((file) => [file.path, file.content]));
  const lock = formatLock(world.version, layers, answers, rendered);
  contents.set(lockPath, lock);
  const files: PlannedFile[] = rendered.map((file) => ({
    path: file.path,
    action: 'add',
    reason: [file.layer, ...file.filledBy].join(' + '),
    before: null,
    after: file.digest,
  }));
  files.push({ path: lockPath, action: 'add', reason: 'what was rendered', before: null, after: digestOf(lock) });
  const later = request.install ? [...madeLater, ['uv.lock', 'made by uv lock'] as const] : madeLater;
  for (const [path, reason] of later) files.push({ path, action: 'add', reason, before: null, after: null });
  const ids = layers.map((layer) => layer.id);
  const email = String(facts['git_email']);
  return { ...finished(target, answers, ids, request.install, files, contents), email };
};

interface Chosen {
  readonly layers: readonly Layer[];
  /** The answers `kind` and `ci`. */
  readonly parts: Answers;
  readonly questions: readonly TemplateQuestion[];
}

const chooseLayers = async (
  world: World,
  request: ScaffoldRequest,
  facts: Context,
  render: Render,
): Promise<Chosen> => {
  const { given, unanswered } = request;
  const asParts: TemplateQuestion[] = [];
  for (const part of choices) {
    const known = await listChoices(world, part);
    const ask = known.length > 1 && unanswered === 'ask' ? { ask: part.ask } : {};
    asParts.push({ name: part.name, type: 'choice', choices: [...known], default: part.default, ...ask });
  }
  await refuseUnknownLayers(world, asParts, given);
  const parts = await answerQuestions(world, asParts, given, facts, render, unanswered);
  const layers: Layer[] = [];
  for (const id of chosenLayers(parts)) layers.push(await readLayer(world, id));
  const questions = layers.flatMap((layer) => layer.template.questions ?? []);
  refuseTwice(layers);
  refuseUnknown(
    [...asParts, ...questions].map((question) => question.name),
    given,
  );
  return { layers, parts, questions };
};

/** @throws Fault AG507, which knows the layers, before the answer is judged as a choice */
const refuseUnknownLayers = async (world: World, parts: readonly TemplateQuestion[], given: Given): Promise<void> => {
  for (const { name, choices: known = [] } of parts) {
    const wanted = given.set[name] ?? given.answers[name];
    if (wanted === undefined || known.some((choice) => choice.value === wanted)) continue;
    throw await unknownLayer(world, `${name}/${String(wanted)}`);
  }
};

const refuseTwice = (layers: readonly Layer[]): void => {
  const owner = new Map<string, string>(choices.map((part) => [part.name, 'autogov itself']));
  for (const layer of layers) {
    for (const { name } of layer.template.questions ?? []) {
      const before = owner.get(name);
      if (before !== undefined) {
        throw new Fault('AG505', { layer: layer.id, reason: `it asks ${name}, which ${before} asks` });
      }
      owner.set(name, layer.id);
    }
  }
};

/** A folder that was scaffolded before: every file of its lock is kept as it is. */
const planNothing = async (world: World, target: Target, request: ScaffoldRequest): Promise<ScaffoldPlan> => {
  const lock = (await readLock(world, target.folder)) as Lock;
  refuseChanged(lock, request);
  const files = lock.files.map((file): PlannedFile => {
    const content = world.files.read(join(target.folder, file.path));
    const digest = content === undefined ? null : sha256(content);
    const reason = digest === null ? 'removed since' : digest === file.digest ? 'as scaffolded' : 'edited since';
    return { path: file.path, action: 'keep', reason, before: digest, after: digest };
  });
  const layers = lock.template.layers.map((layer) => layer.layer);
  return finished(target, lock.answers, layers, request.install, files, new Map());
};

const refuseChanged = (lock: Lock, { folder, given }: ScaffoldRequest): void => {
  const wanted = Object.entries({ ...given.answers, ...given.set });
  refuseUnknown(Object.keys(lock.answers), given);
  for (const [key, value] of wanted) {
    const locked = lock.answers[key];
    if (String(locked) !== String(value))
      throw new Fault('AG506', { path: folder, key, locked: String(locked), given: String(value) });
  }
};

const finished = (
  target: Target,
  answers: Answers,
  layers: readonly string[],
  install: boolean,
  files: readonly PlannedFile[],
  contents: ReadonlyMap<string, string>,
): ScaffoldPlan => {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const lines = sorted.map(({ path, action, before, after }) => JSON.stringify([path, action, before, after]));
  const digest = digestOf(lines.join('\n'));
  return { folder: target.folder, state: target.state, answers, layers, install, files: sorted, digest, contents };
};

const digestOf = (text: string): string => sha256(Buffer.from(text));
