import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Small files in folders of twenty, up to eight levels deep, half of them Python, names as the policy wants them; the same each time. */
export const writeTree = (folder: string, count: number): void => {
  const words = ['ingest', 'export', 'report', 'invoice', 'ledger', 'batch', 'parse', 'clean'];
  const ends = ['.py', '.py', '.md', '.json'];
  for (let i = 0; i < count; i++) {
    const n = Math.floor(i / 20);
    const levels = Array.from({ length: 1 + (n % 8) }, (_, level) => `${words[level]}_${n >> (3 * (level + 1))}`);
    const place = join(folder, 'src', ...levels, `part_${n}`);
    if (i % 20 === 0) mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${words[i % words.length]}_${i}${ends[i % ends.length]}`), `${i}\n`);
  }
};
