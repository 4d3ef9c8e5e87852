import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeLog } from '../inputs/log.js';
import type { Row } from '../row.js';

const records = 5_000;

export const verify: Row = {
  name: 'verify',
  about: `every one of ${records.toLocaleString('en')} records: signature, tree, checkpoint`,
  prepare: async (bench) => {
    const name = `log-${records}`;
    const cwd = await bench.input(name, (folder) => makeLog(folder, join(bench.folder, 'inputs', name), records));
    const { folder, publicKey } = JSON.parse(readFileSync(join(cwd, 'log.json'), 'utf8'));
    const peer = bench.script('verify-signatures.mjs');
    return [
      {
        what: 'the whole log against its checkpoint',
        ours: {
          label: 'autogov audit verify (executable)',
          command: [bench.executable, 'audit', 'verify', folder],
          cwd,
        },
        peer: {
          label: 'the signatures alone, Node, all cores',
          command: [process.execPath, peer, join(folder, 'records'), publicKey],
          cwd,
        },
        // At least four fifths of the rate at which signatures can be verified here at all.
        goal: { ratio: 1.25 },
      },
    ];
  },
};
