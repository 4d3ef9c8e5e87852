import { type Access, judge } from '../access/index.js';
import { isJsonObject } from '../evidence/index.js';
import type { Authority, AuthorityQuestion } from './verdict.js';

/**
 * Judges records by the access chain of the repository, each by the link that it names. A record that names none was written before
 * there was a chain, or outside of its reach.
 */
export const judgeByAccess =
  (access: Access) =>
  (question: AuthorityQuestion): Authority => {
    const { name, namespace, publicKey, predicate } = question;
    // Who opens a log or is refused claims no right, and a run in development mode asks for none; all else does, whatever it says.
    const development = name === 'run-start' && predicate['mode'] === 'development';
    const free = name === 'log-open' || name === 'refused' || development;
    const named = predicate['access'];
    const link = isJsonObject(named) ? access.links.find((each) => each.digest === named['digest']) : access.head;
    if (link === undefined) {
      const reason = 'the access chain has no link with the digest that it names';
      return { verdict: free ? 'ungranted' : 'refused', reason };
    }
    const decision = judge(link, { publicKey, namespace });
    if (decision.allowed) return { verdict: 'granted' };
    return { verdict: free ? 'ungranted' : 'refused', reason: `not allowed: ${decision.reason}` };
  };
