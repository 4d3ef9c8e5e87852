import { access } from './access.js';
import { audit } from './audit.js';
import { configuration } from './configuration.js';
import { demo } from './demo.js';
import { environment } from './environment.js';
import { internal } from './internal.js';
import { policy } from './policy.js';
import { release } from './release.js';
import { repository } from './repository.js';
import { runs } from './runs.js';
import { scaffold } from './scaffold.js';
import { tools } from './tools.js';
import { usage } from './usage.js';

/** The closed catalogue. A room's faults stand in one table; a code is never used for two things. */
export const catalogue = {
  ...usage,
  ...configuration,
  ...environment,
  ...repository,
  ...runs,
  ...audit,
  ...access,
  ...scaffold,
  ...release,
  ...policy,
  ...tools,
  ...demo,
  ...internal,
};

export type FaultCode = keyof typeof catalogue;
