/** From the manifest to an authorised, locked and recorded execution. */
export { showDuration } from './duration.js';
export { findAutomation, manifestPath, readManifest } from './manifest.js';
export type { Mode, Outcome, PreparedRun, RunEvents, RunOutcome, RunRequest } from './model.js';
export { planRun, runAutomation } from './run.js';
