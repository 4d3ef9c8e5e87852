export { type Log, type LogSigner, openLog } from './open.js';
