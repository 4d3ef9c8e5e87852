import { explain, valid } from '@renovatebot/pep440';
import semver from 'semver';

/** The two standards' own libraries; imported only where a version is more than X.Y.Z. */

/** PEP 440's normal form of a public version; undefined where it knows no such version. */
export const pep440Normal = (text: string): string | undefined =>
  valid(text) === null ? undefined : (explain(text)?.public ?? undefined);

/** Whether PEP 440 reads something in this text that SemVer has no word for: an epoch, a post, development or local release. */
export const isBeyondSemver = (text: string): boolean => {
  const parts = explain(text);
  return parts !== null && (parts.is_postrelease || parts.is_devrelease || parts.epoch > 0 || parts.local !== null);
};

/** Whether this is how SemVer itself writes a version. */
export const isSemver = (text: string): boolean => semver.valid(text) === text;
