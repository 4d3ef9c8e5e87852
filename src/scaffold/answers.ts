import type { TemplateQuestion } from '../config/index.js';
import { Fault, type FaultDetail, nearest } from '../faults/index.js';
import type { Question, World } from '../ports/index.js';
import type { Context, Render } from './engine.js';
import { formats } from './formats.js';
import type { Answers, Given, ScaffoldRequest, Value } from './model.js';
import { suggestName } from './names.js';

/**
 * Answer every question, in order: --set, --answers, a person (where one may be asked), the organisation's default, the template's.
 * @param facts what the defaults may use beside earlier answers
 * @throws Fault AG130 where nobody may be asked and defaults don't count, AG502 for a bad name, AG503 for an answer to a question that nobody asks, AG504 for a bad value, AG509 for none
 */
export const answerQuestions = async (
  world: World,
  questions: readonly TemplateQuestion[],
  given: Given,
  facts: Context,
  render: Render,
  unanswered: ScaffoldRequest['unanswered'],
): Promise<Answers> => {
  const answers: Record<string, Value> = {};
  for (const question of questions) {
    const { name } = question;
    const explicit = explicitAnswer(question, given);
    if (explicit !== undefined) {
      answers[name] = checked(question, explicit, Object.hasOwn(given.set, name) ? undefined : given.locate?.(name));
      continue;
    }
    const fallback = defaultOf(question, given.defaults, { ...facts, ...answers }, render);
    if (unanswered === 'refuse' && question.ask !== undefined) throw new Fault('AG130', { question: name });
    if (unanswered === 'ask' && question.ask !== undefined) {
      const replies = await world.terminal.ask([portQuestion(question, question.ask, fallback)]);
      answers[name] = checked(question, typed(question, replies[name] ?? ''));
    } else if (fallback === undefined || fallback === '') throw new Fault('AG509', { key: name });
    else answers[name] = checked(question, fallback);
  }
  return answers;
};

/** @throws Fault AG503 with the nearest question */
export const refuseUnknown = (questions: readonly string[], given: Given): void => {
  for (const key of [...Object.keys(given.set), ...Object.keys(given.answers)]) {
    if (questions.includes(key)) continue;
    const near = nearest(key, questions);
    const own = Object.hasOwn(given.set, key);
    const meant = own ? `did you mean: --set ${near}=…` : `write ${near} instead of ${key}`;
    const advice = near === undefined ? undefined : meant;
    const where = own ? {} : given.locate?.(key);
    throw new Fault('AG503', { key, known: questions.join(', '), ...where }, advice);
  }
};

const explicitAnswer = (question: TemplateQuestion, given: Given): Value | undefined => {
  const set = Object.hasOwn(given.set, question.name) ? given.set[question.name] : undefined;
  if (set !== undefined) return typed(question, set);
  return Object.hasOwn(given.answers, question.name) ? given.answers[question.name] : undefined;
};

const defaultOf = (
  question: TemplateQuestion,
  defaults: Answers,
  context: Context,
  render: Render,
): Value | undefined => {
  const own = Object.hasOwn(defaults, question.name) ? defaults[question.name] : question.default;
  return typeof own === 'string' && own === question.default
    ? render(own, context, 'the questions', `the default of ${question.name}`)
    : own;
};

/** What a typed or prompted text means for the type of the question. */
const typed = (question: TemplateQuestion, answer: string | boolean): Value => {
  if (typeof answer === 'boolean') return answer;
  if (question.type === 'boolean') {
    if (/^(true|yes|y)$/i.test(answer)) return true;
    if (/^(false|no|n)$/i.test(answer)) return false;
  }
  return question.type === 'integer' && /^-?\d{1,9}$/.test(answer) ? Number(answer) : answer;
};

const checked = (question: TemplateQuestion, value: Value, where: FaultDetail = {}): Value => {
  const reason = valueProblem(question, value);
  if (reason === undefined) return value;
  if (question.format !== 'project-name') throw new Fault('AG504', { key: question.name, reason, ...where });
  const near = suggestName(String(value));
  const advice = near === undefined ? undefined : `--set name=${near}`;
  throw new Fault('AG502', { name: String(value), reason: reason.replace(/^[^:]*: /, ''), ...where }, advice);
};

/** @returns what is wrong with an answer, as the end of a sentence that begins with its name; undefined if nothing is */
export const valueProblem = (question: TemplateQuestion, value: Value): string | undefined => {
  switch (question.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : 'must be a whole number';
    case 'choice': {
      const values = (question.choices ?? []).map((choice) => choice.value);
      if (typeof value === 'string' && values.includes(value)) return undefined;
      const near = nearest(String(value), values);
      return `must be one of ${values.join(', ')}${near === undefined ? '' : ` (${near}?)`}`;
    }
    case 'text':
      if (typeof value !== 'string') return `must be text: write it in quotes`;
      return formats[question.format ?? 'line']?.(value);
  }
};

const portQuestion = (question: TemplateQuestion, message: string, fallback: Value | undefined): Question => ({
  name: question.name,
  message,
  kind: question.type === 'choice' ? 'choice' : question.type === 'boolean' ? 'confirm' : 'text',
  ...(fallback === undefined ? {} : { default: typeof fallback === 'number' ? String(fallback) : fallback }),
  ...(question.choices === undefined ? {} : { choices: question.choices }),
  check: (answer) => valueProblem(question, typed(question, answer)),
});
