/** Every tool behind check, in the order of the summary: the quickest first. */
export const toolNames = ['uv', 'ruff', 'mypy', 'pytest'] as const;

export type ToolName = (typeof toolNames)[number];
