/**
 * The append-only, signed log of what was run. On disk it is what standard tools read without us: DSSE envelopes over
 * in-toto statements, a Merkle tree of RFC 6962 in the stored order of golang.org/x/mod/sumdb/tlog, and a C2SP checkpoint.
 */
export { judgeByAccess } from './authority.js';
export { type FoundLog, findLog, findLogs } from './find.js';
export { isLogId } from './layout.js';
export { type Log, type LogSigner, openLog } from './open.js';
export {
  automationOf,
  outcomeOf,
  type Page,
  type ReadRecord,
  type RecordFilter,
  readRecord,
  readRecords,
} from './read.js';
export { type Actor, type Common, readSignedRecord, type SignedRecord } from './record.js';
export type { Authority, AuthorityQuestion, Problem, Verdict, VerifyOptions } from './verdict.js';
export { verifyLog } from './verify.js';
