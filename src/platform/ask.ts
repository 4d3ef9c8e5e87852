import chalk from 'chalk';
import inquirer from 'inquirer';
import { Fault } from '../faults/index.js';
import type { Question } from '../ports/index.js';

/** Ask one after another on stderr, so that stdout stays the command's result. Ctrl-C is Fault AG131. */
export const askAll = async (questions: readonly Question[]): Promise<Record<string, string | boolean>> => {
  const prompt = inquirer.createPromptModule({ output: process.stderr });
  const answers: Record<string, string | boolean> = {};
  try {
    for (const question of questions) {
      const given = await prompt<Record<string, string | boolean>>([promptOf(question)]);
      answers[question.name] = given['answer'] ?? '';
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new Fault('AG131');
    throw error;
  }
  return answers;
};

const promptOf = (question: Question) => {
  const message = chalk.bold(question.message);
  if (question.kind === 'confirm') {
    return { type: 'confirm' as const, name: 'answer', message, default: question.default !== false };
  }
  if (question.kind === 'choice') {
    return {
      type: 'select' as const,
      name: 'answer',
      message,
      choices: (question.choices ?? []).map((choice) => ({ value: choice.value, name: choice.label })),
      ...(question.default === undefined ? {} : { default: question.default }),
    };
  }
  return {
    type: 'input' as const,
    name: 'answer',
    message,
    ...(typeof question.default === 'string' ? { default: question.default } : {}),
    validate: (answer: string) => question.check?.(answer) ?? true,
  };
};
