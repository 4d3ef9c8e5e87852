import type { Access } from '../access/index.js';
import type { ReleasePlan } from './model.js';

/** Names of the lines by which a tag says what it was made from. */
export const trailer = {
  plan: 'Autogov-Plan',
  policy: 'Autogov-Policy',
  base: 'Autogov-Base',
  access: 'Autogov-Access',
  reason: 'Autogov-Reason',
} as const;

/** Itself a Conventional Commit that releases nothing. */
export const commitMessage = (name: string, plan: ReleasePlan): string =>
  `chore(release): ${titled(name, plan)}\n\n${trailers([
    [trailer.plan, `sha256:${plan.digest}`],
    [trailer.reason, plan.options.reason],
  ])}`;

/** The notes, then what plan, policy and access chain the release was made by. Ends with a line feed. */
export const tagMessage = (name: string, plan: ReleasePlan, access: Access | undefined): string =>
  [
    `${titled(name, plan)}\n`,
    ...(plan.notes === '' ? [] : [plan.notes]),
    trailers([
      [trailer.plan, `sha256:${plan.digest}`],
      [trailer.policy, plan.policy === null ? 'none' : `sha256:${plan.policy}`],
      [trailer.base, plan.base.commit],
      [trailer.access, access === undefined ? 'none' : `${access.head.seq} sha256:${access.head.digest}`],
      [trailer.reason, plan.options.reason],
    ]),
  ].join('\n');

const titled = (name: string, plan: ReleasePlan): string =>
  `${name === '' ? '' : `${name} `}${plan.release.next ?? ''}`;

const trailers = (pairs: readonly (readonly [string, string | undefined])[]): string =>
  pairs.flatMap(([key, value]) => (value === undefined ? [] : [`${key}: ${value.replace(/\s+/g, ' ')}\n`])).join('');
