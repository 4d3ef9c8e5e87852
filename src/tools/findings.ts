import { posix, win32 } from 'node:path';
import type { Finding, Severity } from '../policy/index.js';

/** What a tool says about one place, before it is made a finding. */
export interface Remark {
  readonly tool: string;
  readonly why: string;
  /** Absolute, or relative to the root; any form that the tool uses. */
  readonly file: string;
  /** 1-based; smaller or absent values become 1. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  readonly code?: string | undefined;
  readonly severity?: Severity;
  readonly message: string;
  readonly next: string;
  readonly fixable?: boolean;
  readonly pointer?: string;
}

/** A remark as a finding with status `fail`: path from the root, positions 1-based. */
export const toFinding = (root: string, remark: Remark): Finding => {
  const line = atLeastOne(remark.line);
  const column = atLeastOne(remark.column);
  const { endLine, endColumn, code, pointer } = remark;
  return {
    rule: remark.tool,
    ...(code === undefined ? {} : { code }),
    severity: remark.severity ?? 'error',
    status: 'fail',
    path: repositoryPath(root, remark.file),
    line,
    column,
    ...(endLine === undefined || endLine < line ? {} : { endLine }),
    ...(endColumn === undefined || endColumn < 1 ? {} : { endColumn }),
    message: remark.message,
    why: remark.why,
    next: remark.next,
    fixable: remark.fixable ?? false,
    ...(pointer === undefined ? {} : { pointer }),
    key: `${code ?? ''} ${remark.message}`.trim(),
  };
};

const atLeastOne = (value: number | undefined): number =>
  value === undefined || !Number.isInteger(value) || value < 1 ? 1 : value;

/** From the root, forward slashes; `.` for what stands outside of the repository, where no waiver or line could point. */
export const repositoryPath = (root: string, file: string): string => {
  const path = /^[A-Za-z]:[\\/]/.test(root) ? win32 : posix;
  const relative = path.relative(root, path.resolve(root, file));
  if (relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
    return '.';
  return relative.replaceAll(path.sep, '/');
};

/** `1 error`, `2 errors`; with `noun` in the singular. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
