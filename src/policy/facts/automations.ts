import { valueAt } from '../../config/index.js';
import type { Manifest } from './facts.js';
import { asList, asTable, asText } from './values.js';

export interface AutomationEntry {
  /** Its id; where it has none, its place: `#2`. */
  readonly id: string;
  readonly index: number;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** The entries of a manifest, valid or not. */
export const automationsOf = (manifest: Manifest): readonly AutomationEntry[] =>
  asList(valueAt(manifest.document.value, '/automations')).map((value, index) => {
    const entry = asTable(value);
    return { id: asText(entry['id']) ?? `#${index + 1}`, index, entry };
  });
