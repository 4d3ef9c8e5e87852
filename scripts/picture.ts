import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * The terminal picture of the README, from a real run: scaffold, plant two faults, check in colour, draw what it printed.
 * node scripts/ts.mjs scripts/picture.ts (after npm run build)
 */
const root = process.cwd();
const program = join(root, 'build', process.platform === 'win32' ? 'autogov.exe' : 'autogov');
const folder = mkdtempSync(join(tmpdir(), 'autogov-picture-'));
const person = { NAME: 'Ana', EMAIL: 'ana@example.com' };
const env = {
  ...process.env,
  AUTOGOV_STATE: join(folder, 'state'),
  AUTOGOV_CONFIG: join(folder, 'config'),
  GIT_AUTHOR_NAME: person.NAME,
  GIT_AUTHOR_EMAIL: person.EMAIL,
  GIT_COMMITTER_NAME: person.NAME,
  GIT_COMMITTER_EMAIL: person.EMAIL,
  FORCE_COLOR: '1',
};
const autogov = (cwd: string, ...args: string[]): string =>
  spawnSync(program, args, { cwd, env, encoding: 'utf8' }).stdout;

autogov(folder, 'init', 'invoices', '--yes');
const repo = join(folder, 'invoices');
writeFileSync(join(repo, 'src/invoices/Parse-Bank.py'), '"""Bank statements."""\n');
writeFileSync(
  join(repo, 'src/invoices/average.py'),
  '"""An average with a fault."""\n\n\ndef average(values: list[int]) -> int:\n    """Mean of the values."""\n    return sum(values) / len(values)\n',
);
const output = `\u001b[36m$ autogov check\u001b[39m\n${autogov(repo, 'check')}`;
rmSync(folder, { recursive: true, force: true });

const colours: Readonly<Record<string, string>> = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 36: '#79c0ff' };
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** ESC, as the SGR codes of the output begin. */
const colourCode = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`);

/** One line of text with SGR codes → tspans. */
const spans = (line: string): string => {
  let fill = '';
  let weight = '';
  let opacity = '';
  return line
    .split(colourCode)
    .map((part, i) => {
      if (i % 2 === 0) {
        const style = `${fill === '' ? '' : ` fill="${fill}"`}${weight}${opacity}`;
        return part === '' ? '' : style === '' ? escaped(part) : `<tspan${style}>${escaped(part)}</tspan>`;
      }
      if (part in colours) fill = colours[part] ?? '';
      else if (part === '39') fill = '';
      else if (part === '1') weight = ' font-weight="bold"';
      else if (part === '2') opacity = ' opacity="0.6"';
      else if (part === '22') {
        weight = '';
        opacity = '';
      }
      return '';
    })
    .join('');
};

const lines = output.trimEnd().split('\n');
const [step, top, left] = [20, 52, 20];
const columns = Math.max(...lines.map((line) => stripVTControlCharacters(line).length));
// 0.61 em: the advance of the common monospaced faces, rounded up.
const width = Math.ceil(columns * 13.5 * 0.61) + 2 * left;
const height = top + lines.length * step + 8;
const svg = [
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="autogov check in a terminal">`,
  `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
  ...['#ff5f57', '#febc2e', '#28c840'].map((fill, i) => `<circle cx="${22 + i * 20}" cy="20" r="6" fill="${fill}"/>`),
  '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13.5" fill="#e6edf3">',
  ...lines.map((line, i) => `<text x="${left}" y="${top + i * step}" xml:space="preserve">${spans(line)}</text>`),
  '</g>',
  '</svg>',
  '',
].join('\n');
mkdirSync(join(root, 'docs/images'), { recursive: true });
writeFileSync(join(root, 'docs/images/check.svg'), svg);
process.stdout.write(`docs/images/check.svg, ${lines.length} lines\n`);
