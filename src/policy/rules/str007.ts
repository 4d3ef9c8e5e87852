import { endsWith, startsWith } from '../facts/names.js';
import type { Edit, Offence } from '../model.js';
import { paths, rule } from '../rule.js';

/** Folders that tools make again, and the line that ignores them. */
const folders = [
  '__pycache__',
  '.venv',
  'venv',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.tox',
  '.nox',
  'node_modules',
  'htmlcov',
];
const rootFolders = ['dist', 'build'];

export default rule({
  id: 'STR007',
  severity: 'error',
  since: '0.1.0',
  fact: 'tree',
  what: 'Caches, a virtual environment or build output are committed, or about to be.',
  why: 'They are made again by tools, differ on every machine, hide what was really changed, and may carry code that nobody reviewed.',
  next: 'git rm -r --cached <path>, and ignore it',
  fixable: true,
  pass: [{ files: paths('src/build/__init__.py', 'docs/distances.md', 'src/venv.py') }],
  fail: [
    { files: paths('src/a/__pycache__/x.cpython-311.pyc') },
    { files: paths('.venv/pyvenv.cfg') },
    { files: paths('dist/a-1.0.tar.gz') },
  ],
  judge: ({ tree }) => {
    const { bytes } = tree;
    const byFolder = new Map<string, string[]>();
    const put = (folder: string, path: string): void => {
      const known = byFolder.get(folder);
      if (known === undefined) byFolder.set(folder, [path]);
      else known.push(path);
    };
    tree.visit((start, end, name) => {
      const first = bytes[start];
      if ((first === 0x64 || first === 0x62) && name > start) {
        const folder = rootFolders.find((each) => startsWith(bytes, start, `${each}/`));
        if (folder !== undefined) return put(folder, tree.text(start, end));
      }
      for (let from = start; from < name; ) {
        const cut = bytes.indexOf(0x2f, from);
        const folder = folders.find((each) => each.length === cut - from && startsWith(bytes, from, each));
        if (folder !== undefined) return put(tree.text(start, cut), tree.text(start, end));
        from = cut + 1;
      }
      if (endsWith(bytes, end, '.pyc')) put(tree.text(start, end), tree.text(start, end));
    });
    return [...byFolder].map(([folder, inside]): Offence => {
      const ignore = folder.endsWith('.pyc')
        ? '*.py[cod]'
        : rootFolders.includes(folder)
          ? `/${folder}/`
          : `${folder.slice(folder.lastIndexOf('/') + 1)}/`;
      const edits: Edit[] = [
        { op: 'append', path: '.gitignore', lines: [ignore] },
        ...inside.map((path): Edit => ({ op: 'untrack', path })),
      ];
      const count = inside.length === 1 ? '1 file' : `${inside.length} files`;
      return { path: folder, message: `made by a tool, and not ignored (${count})`, key: 'generated', edits };
    });
  },
});
