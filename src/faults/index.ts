export type { CatalogueEntry } from './catalogue/entry.js';
export { catalogue, type FaultCode } from './catalogue/index.js';
export { escapeJson, escapeText } from './escape.js';
export { exit } from './exit.js';
export { Fault, type FaultDetail } from './fault.js';
export { nearest } from './nearest.js';
export { type FaultData, faultData, showFault } from './show.js';
