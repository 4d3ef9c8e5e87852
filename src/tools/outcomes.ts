import { Fault } from '../faults/index.js';
import type { Finding, ToolOutcome } from '../policy/index.js';
import type { Tool, Verdict } from './tool.js';

/** One tool's row of the summary, with its findings. */
export interface Judged {
  readonly outcome: ToolOutcome;
  readonly findings: readonly Finding[];
}

const named = (tool: string, version: string | undefined) => ({
  tool,
  ...(version === undefined || version === '' ? {} : { version }),
});

export const fromVerdict = (tool: string, version: string | undefined, { detail, findings }: Verdict): Judged => ({
  outcome: {
    ...named(tool, version),
    result: findings.some((each) => each.severity === 'error') ? 'fail' : 'pass',
    detail,
    elapsed: 0,
  },
  findings,
});

/** No verdict: result `error`, and a finding with that status, whose rule is the fault that `explain` knows. */
export const fromFault = (tool: string, why: string, version: string | undefined, fault: Fault): Judged => ({
  outcome: {
    ...named(tool, version),
    result: 'error',
    detail: fault.message.startsWith(`${tool}: `) ? fault.message.slice(tool.length + 2) : fault.message,
    elapsed: 0,
  },
  findings: [
    {
      rule: fault.code,
      severity: 'error',
      status: 'error',
      path: fault.detail.path ?? '.',
      line: fault.detail.line ?? 1,
      column: fault.detail.column ?? 1,
      message: fault.message,
      why,
      next: fault.try,
      fixable: false,
      key: tool,
    },
  ],
});

export const notChecked = (tool: string, reason: string): Judged => ({
  outcome: { tool, result: 'notChecked', detail: `not checked (${reason})`, elapsed: 0 },
  findings: [],
});

const demanded = 'A check that the policy demands did not run.';

/**
 * Names that uv.lock does not have: errors where the policy requires them, else listed as not checked.
 * @param advice what mends them all; absent: to add each
 */
export const absentTools = (
  names: readonly string[],
  required: readonly string[],
  advice?: string,
): readonly Judged[] =>
  names.map((tool) =>
    required.includes(tool)
      ? fromFault(tool, demanded, undefined, new Fault('AG232', { tool, path: 'pyproject.toml' }, advice))
      : notChecked(tool, 'not in uv.lock'),
  );

/** Without pyproject.toml there is nothing that a tool could read its settings from. */
export const withoutProject = (tools: readonly Tool[], required: readonly string[]): readonly Judged[] =>
  tools.map(({ name, why }) => {
    if (!required.includes(name)) return notChecked(name, 'no pyproject.toml');
    const fault = new Fault('AG237', { tool: name, reason: 'there is no pyproject.toml' }, 'autogov init, or: uv init');
    return fromFault(name, why, undefined, fault);
  });
