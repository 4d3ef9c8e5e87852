import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const steps = [
  'extract',
  'validate',
  'normalise',
  'enrich',
  'aggregate',
  'render',
  'deliver',
  'archive',
  'cleanup',
  'resume',
];

/** Thirty files of a Python automation as a copier template: as many as our own layers write, with four questions. */
export const templateFiles = (): ReadonlyMap<string, string> => {
  const files = new Map([
    ['README.md.jinja', '# {{ name }}\n\n{{ description }}\n\nOwned by {{ owner }}.\n'],
    [
      'pyproject.toml.jinja',
      '[project]\nname = "{{ name }}"\nversion = "0.1.0"\ndescription = "{{ description }}"\nrequires-python = ">=3.11"\n\n' +
        '[tool.ruff]\nline-length = 100\n\n[tool.mypy]\nstrict = true\n',
    ],
    ['.gitignore', '__pycache__/\n.venv/\ndist/\n'],
    ['.editorconfig', 'root = true\n\n[*]\nend_of_line = lf\n'],
    ['CODEOWNERS.jinja', '* {{ owner }}\n'],
    ['CHANGELOG.md', '# Changelog\n'],
    ['.github/workflows/ci.yml', 'name: ci\non: [push]\npermissions: {}\njobs: {}\n'],
    ['docs/runbook.md.jinja', '# Runbook of {{ name }}\n'],
    ['src/{{ package }}/__init__.py', '"""The automation."""\n'],
    ['src/{{ package }}/py.typed', ''],
  ]);
  for (const step of steps) {
    const name = `src/{{ package }}/${step}.py.jinja`;
    files.set(
      name,
      `"""${step} for {{ name }}."""\n\n\ndef ${step}(rows: list[str]) -> list[str]:\n    return sorted(rows)\n`,
    );
    files.set(
      `tests/test_${step}.py.jinja`,
      `from {{ package }}.${step} import ${step}\n\n\ndef test_${step}() -> None:\n    assert ${step}(["b", "a"]) == ["a", "b"]\n`,
    );
  }
  return files;
};

/** Write it with its questions; answered by their defaults. */
export const writeTemplate = (folder: string): void => {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write(
    'copier.yml',
    '_subdirectory: template\nname: { type: str, default: invoice-totals }\npackage: { type: str, default: invoice_totals }\n' +
      'description: { type: str, default: Totals invoices. }\nowner: { type: str, default: "@example/ops" }\n',
  );
  for (const [path, text] of templateFiles()) write(join('template', path), text);
};
