import { joinPointer, pointerTokens, valueAt } from '../../config/index.js';
import { asTexts } from '../facts/values.js';
import { notApplicable, rule } from '../rule.js';

/** Families of ruff rules that an unattended program cannot do without. */
const families = ['B', 'BLE', 'DTZ', 'E', 'F', 'G', 'I', 'LOG', 'PT', 'PTH', 'RUF', 'S', 'SIM', 'T20', 'TRY', 'UP'];

const all = `select = [${families.map((family) => `"${family}"`).join(', ')}]`;

export default rule({
  id: 'LNT002',
  severity: 'warning',
  since: '0.1.0',
  fact: 'ruff',
  what: 'ruff does not select the rule families that automations need.',
  why: 'They find what hurts a program that nobody watches: blind excepts, dates without a time zone, prints instead of logs, shell injection.',
  next: 'add the families to select in [tool.ruff.lint]',
  fixable: true,
  pass: [
    { files: { 'pyproject.toml': `[tool.ruff.lint]\n${all}\n` } },
    { files: { 'ruff.toml': '[lint]\nselect = ["ALL"]\n' } },
  ],
  fail: [
    { files: { 'pyproject.toml': '[tool.ruff.lint]\nselect = ["E", "F"]\n' } },
    { files: { 'pyproject.toml': `[tool.ruff.lint]\n${all}\nignore = ["S"]\n` } },
  ],
  judge: ({ ruff }) => {
    if (ruff === undefined) return notApplicable('ruff is not configured');
    const { document } = ruff;
    const base = [...pointerTokens(ruff.at), 'lint'];
    const list = (name: string): readonly string[] => asTexts(valueAt(document.value, joinPointer([...base, name])));
    const explicit = valueAt(document.value, joinPointer([...base, 'select'])) !== undefined;
    const chosen = [...(explicit ? list('select') : ['E', 'F']), ...list('extend-select')];
    const ignored = list('ignore');
    const missing = families.filter(
      (family) => ignored.includes(family) || !chosen.some((one) => one === 'ALL' || one === family),
    );
    if (missing.length === 0) return [];
    const name = explicit ? 'select' : 'extend-select';
    const at = joinPointer([...base, name]);
    const unselected = missing.filter((family) => !ignored.includes(family));
    const edits =
      unselected.length === 0
        ? []
        : [{ op: 'set' as const, path: document.path, at, value: [...list(name), ...unselected] }];
    return [
      {
        path: document.path,
        ...document.locate(at),
        pointer: at,
        message: `ruff does not judge ${missing.join(' ')}`,
        key: 'families',
        edits: unselected.length === missing.length ? edits : [],
      },
    ];
  },
});
