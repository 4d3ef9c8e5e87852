import { parseJson } from '../config/index.js';
import { Fault } from '../faults/index.js';
import type { PlanOptions, ReleasePlan } from './model.js';
import { bumps, channels } from './version.js';

/** As much of a plan as apply needs: how to work it out again, and the digest that must come out. */
export type PlanReference = Pick<ReleasePlan, 'options' | 'digest'> & { readonly base?: ReleasePlan['base'] };

/**
 * The plan in what `release plan --json` printed. Only options and digest are taken from it; everything else is worked out anew.
 * @throws Fault AG140 not JSON, AG615 JSON that is no plan
 */
export const readPlanFile = async (text: string, path: string): Promise<PlanReference> => {
  const { value } = await parseJson(text, path);
  const data = isRecord(value) && isRecord(value['data']) ? value['data'] : value;
  if (!isRecord(data)) throw new Fault('AG615', { path, reason: 'it is not an object' });
  const { digest, options } = data;
  if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest))
    throw new Fault('AG615', { path, reason: 'it has no digest' });
  return { digest, options: readOptions(isRecord(options) ? options : {}) };
};

const readOptions = ({ bump, reason, pre, date }: Record<string, unknown>): PlanOptions => {
  const level = bumps.find((name) => name === bump);
  const channel = channels.find((name) => name === pre);
  return {
    ...(level === undefined || level === 'none' ? {} : { bump: level }),
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(channel === undefined ? {} : { pre: channel }),
    ...(typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date) ? { date } : {}),
  };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
