import { escapeText } from './escape.js';
import type { Fault } from './fault.js';

/** A fault as `--json` prints it; absent places are left out. */
export interface FaultData {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly try: string;
}

export const faultData = (fault: Fault): FaultData => {
  const { path, line, column } = fault.detail;
  return {
    code: fault.code,
    message: fault.message,
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    try: fault.try,
  };
};

/** A fault in the fixed order: code and title, where, try, docs. Ends with a line feed. */
export const showFault = (fault: Fault): string =>
  [
    `error[${fault.code}]: ${escapeText(fault.message)}`,
    ...(fault.where === undefined ? [] : [`  where: ${escapeText(fault.where)}`]),
    `  try:   ${escapeText(fault.try)}`,
    `  docs:  autogov explain ${fault.code}`,
    '',
  ].join('\n');
