import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/faults/index.js';
import { packageRoot } from '../world.js';

const folder = join(packageRoot, 'src/faults/catalogue');

test('a code means one thing: no two tables have it, and every table is in the catalogue', () => {
  const written = readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}(AG\d{3}): \{$/gm)].map((found) => String(found[1])),
  );
  expect(written.length).toBeGreaterThan(50);
  expect(written.sort()).toEqual(Object.keys(catalogue).sort());
});
