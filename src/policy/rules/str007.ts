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
    const generated: string[] = [];
    tree.visitFolders((start, end, name) => {
      const atRoot = name === start && rootFolders.some((each) => isName(bytes, name, end, each));
      if (!atRoot && !folders.some((each) => isName(bytes, name, end, each))) return;
      const path = tree.text(start, end);
      // Folders come before the folders in them.
      if (!generated.some((outer) => path.startsWith(`${outer}/`))) generated.push(path);
    });
    const byFolder = new Map<string, string[]>(generated.map((folder) => [folder, []]));
    tree.visit((start, end) => {
      const folder = generated.find((each) => bytes[start + each.length] === 0x2f && startsWith(bytes, start, each));
      if (folder !== undefined) byFolder.get(folder)?.push(tree.text(start, end));
      else if (endsWith(bytes, end, '.pyc')) byFolder.set(tree.text(start, end), [tree.text(start, end)]);
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

const isName = (bytes: Uint8Array, start: number, end: number, name: string): boolean =>
  end - start === name.length && startsWith(bytes, start, name);
