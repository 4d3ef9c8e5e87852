import { Fault } from '../../src/faults/index.js';
import type { Paint, Terminal } from '../../src/ports/index.js';

/** A terminal that keeps what was written to it. */
export interface CapturedTerminal extends Terminal {
  /** All of stdout so far, passed-through bytes included. */
  readonly stdout: string;
  readonly stderr: string;
  /** Titles and details of the steps that ran, in order. */
  readonly progress: readonly string[];
}

const plain = (text: string): string => text;
const paint: Paint = { red: plain, green: plain, yellow: plain, cyan: plain, dim: plain, bold: plain };

/** @param replies answers by question name; without them the terminal is not interactive, and a question is AG130 */
export const capturedTerminal = (replies?: Readonly<Record<string, string | boolean>>): CapturedTerminal => {
  const said = { stdout: '', stderr: '' };
  const progress: string[] = [];
  const decoder = new TextDecoder();
  return {
    get stdout() {
      return said.stdout;
    },
    get stderr() {
      return said.stderr;
    },
    progress,
    interactive: replies !== undefined,
    width: 80,
    paint,
    out: (text) => {
      said.stdout += text;
    },
    err: (text) => {
      said.stderr += text;
    },
    pass: (to, bytes) => {
      said[to] += decoder.decode(bytes);
    },
    steps: async (steps, context) => {
      for (const step of steps) {
        progress.push(step.title);
        await step.run(context, (detail) => void progress.push(`${step.title}: ${detail}`));
      }
    },
    ask: async (questions) => {
      const first = questions[0];
      if (replies === undefined && first !== undefined) throw new Fault('AG130', { question: first.message });
      const given: Record<string, string | boolean> = {};
      for (const { name, kind, check, default: fallback } of questions) {
        const reply = replies?.[name] ?? fallback;
        if (reply === undefined) throw new Error(`this test gave no answer to the question ${name}`);
        const wrong = kind === 'text' ? check?.(String(reply)) : undefined;
        if (wrong !== undefined) throw new Error(`the answer ${String(reply)} to ${name} was refused: ${wrong}`);
        given[name] = reply;
      }
      return given;
    },
  };
};
