import type { Row } from '../row.js';

export const verify: Row = {
  name: 'verify',
  about: 'every record of a log: signature, tree, checkpoint',
  prepare: async () => [],
};
