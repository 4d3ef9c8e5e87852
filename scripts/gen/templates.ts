import { diskAssets } from '../../src/platform/assets.js';
import { compileLayer } from '../../src/scaffold/layers.js';

/** Every template.yaml as the data that init reads: parsed and judged now, so that no user waits for it. Printed as JSON, path → text. */
const assets = diskAssets(process.cwd());
const made: Record<string, string> = {};
for (const path of await assets.list('templates')) {
  const id = /^templates\/(.+)\/template\.yaml$/.exec(path)?.[1];
  if (id === undefined || id.includes('/files/')) continue;
  const { digest, template } = await compileLayer({ assets }, id);
  made[`templates/${id}/template.gen.json`] = `${JSON.stringify({ digest, template }, null, 2)}\n`;
}
process.stdout.write(JSON.stringify(made));
