export { type FaultCode, catalogue } from './catalogue/index.js';
export type { CatalogueEntry } from './catalogue/entry.js';
export { exit } from './exit.js';
export { Fault, type FaultDetail } from './fault.js';
export { escapeText } from './escape.js';
export { type FaultData, faultData, showFault } from './show.js';
export { nearest } from './nearest.js';
