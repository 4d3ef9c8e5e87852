import { joinPointer, valueAt } from '../../config/index.js';
import { asList, asTable, asText } from '../facts/values.js';
import type { Offence } from '../model.js';
import { notApplicable, rule } from '../rule.js';

const registry = 'source = { registry = "https://index.example.com/simple" }';
const head = 'version = 1\n[[package]]\nname = "rich"\nversion = "14.0.0"\n';

export default rule({
  id: 'DEP004',
  severity: 'error',
  since: '0.1.0',
  fact: 'sources',
  what: 'A dependency comes from a URL, a git repository or a path, or has no hash.',
  why: 'What has no hash can be replaced after it was reviewed, and a URL or branch can serve something else tomorrow.',
  next: 'take it from an index: uv add <name>; uv writes the hashes',
  pass: [
    { files: { 'uv.lock': `${head}${registry}\nwheels = [{ url = "https://x/rich.whl", hash = "sha256:00" }]\n` } },
    {
      files: { 'uv.lock': 'version = 1\n[[package]]\nname = "app"\nversion = "0.1.0"\nsource = { editable = "." }\n' },
    },
  ],
  fail: [
    { files: { 'uv.lock': `${head}source = { git = "https://example.com/rich?rev=main#0a1b" }\n` } },
    { files: { 'uv.lock': `${head}${registry}\nwheels = [{ url = "https://x/rich.whl" }]\n` } },
  ],
  judge: ({ sources }) => {
    if (sources === undefined) return notApplicable('there is no uv.lock');
    if (sources.plain) return [];
    const { lock } = sources;
    return asList(valueAt(lock.value, '/package')).flatMap((entry, i): Offence[] => {
      const reason = reasonOf(asTable(entry));
      if (reason === undefined) return [];
      const pointer = joinPointer(['package', i]);
      const name = asText(asTable(entry)['name']) ?? `package ${i + 1}`;
      return [
        { path: lock.path, ...lock.locate(pointer), pointer, message: `${name} ${reason}`, key: `${name} ${reason}` },
      ];
    });
  },
});

/** Sources of the project itself and its workspace are folders of this repository. */
const inside = (path: string | undefined): boolean =>
  path !== undefined && !path.startsWith('..') && !path.startsWith('/');

const reasonOf = (entry: Readonly<Record<string, unknown>>): string | undefined => {
  const source = asTable(entry['source']);
  if ('git' in source) return 'comes from a git repository';
  if ('url' in source) return 'comes from a URL';
  if ('path' in source) return 'comes from a file';
  for (const kind of ['editable', 'virtual', 'directory']) {
    if (kind in source)
      return inside(asText(source[kind])) ? undefined : 'comes from a folder outside of the repository';
  }
  const files = [...asList(entry['wheels']), ...('sdist' in entry ? [entry['sdist']] : [])].map(asTable);
  if (files.length === 0) return 'has no file with a hash';
  return files.every((file) => asText(file['hash'])?.startsWith('sha256:')) ? undefined : 'has a file without a hash';
};
