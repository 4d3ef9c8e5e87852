import { endsWith, isSnake } from '../facts/names.js';
import type { Offence } from '../model.js';
import { notApplicable, paths, rule } from '../rule.js';

export default rule({
  id: 'NAM003',
  severity: 'error',
  since: '0.1.0',
  fact: 'tree',
  what: 'A Python module or package is not snake_case.',
  why: 'A name with a hyphen, a space or a dot cannot be imported, and one with capitals is another module on Linux than on Windows.',
  next: 'git mv it to the name shown, and change its imports',
  pass: [
    { files: paths('src/invoices/__init__.py', 'src/invoices/parse_bank.py', 'src/invoices/_private.py') },
    { files: paths('migrations/0001_initial.py', 'docs/Setup-Guide.md') },
  ],
  fail: [
    { files: paths('src/invoices/Parse-Bank.py') },
    { files: paths('src/invoices/parseBank.py') },
    { files: paths('src/My-Package/__init__.py') },
  ],
  judge: ({ tree }) => {
    const found: Offence[] = [];
    const { bytes } = tree;
    let modules = 0;
    tree.visit((start, end, name) => {
      if (!endsWith(bytes, end, '.py')) return;
      modules += 1;
      if (!isSnake(bytes, name, end - 3)) {
        const stem = tree.text(name, end - 3);
        found.push({
          path: tree.text(start, end),
          message: `module is not snake_case: ${stem} → ${toSnake(stem)}`,
          key: stem,
        });
      }
      if (end - name !== '__init__.py'.length || !endsWith(bytes, end, '__init__.py') || name === start) return;
      const folder = bytes.lastIndexOf(0x2f, name - 2) + 1;
      const from = Math.max(folder, start);
      if (isSnake(bytes, from, name - 1)) return;
      const label = tree.text(from, name - 1);
      found.push({
        path: tree.text(start, name - 1),
        message: `package is not snake_case: ${label} → ${toSnake(label)}`,
        key: label,
      });
    });
    return modules === 0 ? notApplicable('there is no Python module') : found;
  },
});

const toSnake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+(?=[a-z0-9])|_+$/g, '') || 'module';
