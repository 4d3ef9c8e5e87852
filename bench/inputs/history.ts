/** A small generator of numbers that is the same everywhere (mulberry32), so that an input is the same on every machine. */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const types: readonly (readonly [string, number])[] = [
  ['fix', 0.36],
  ['feat', 0.62],
  ['chore', 0.78],
  ['docs', 0.88],
  ['refactor', 0.95],
  ['test', 1],
];
const scopes = ['', '(import)', '(export)', '(mail)', '(report)', '(deps)'];
const work = ['read', 'write', 'round', 'sort', 'skip', 'retry', 'log', 'parse', 'name', 'split'];
const things = ['ledgers', 'orders', 'rates', 'bank lines', 'totals', 'headers', 'dates', 'columns', 'pages', 'mails'];

/** The last commits carry no tag: what the next release is made of. */
export const unreleased = 50;

/**
 * A history as `git fast-import` reads it: conventional commits on main, annotated version tags spread evenly over all but the last fifty.
 * @param commits at least 51
 * @param tags fewer than commits - 50
 * @see git-fast-import(1), input format
 */
export const historyStream = (commits: number, tags: number): string => {
  const random = seeded(11);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const every = Math.floor((commits - unreleased) / tags);
  const stream: string[] = [];
  const version = { minor: 1, patch: 0 };
  let feature = false;
  for (let count = 1; count <= commits; count++) {
    const chance = random();
    const type = types.find(([, upTo]) => chance < upTo)?.[0] ?? 'test';
    feature ||= type === 'feat';
    const body = random() < 0.4 ? `\n\nThe reason for change ${count},\nover two lines.` : '';
    const message = `${type}${pick(scopes)}: ${pick(work)} ${pick(things)} ${count}${body}\n`;
    const when = `${1_650_000_000 + count * 900} +0000`;
    stream.push(`commit refs/heads/main\nmark :${count}\n`);
    stream.push(
      `author Dev ${count % 9} <dev${count % 9}@example.com> ${when}\ncommitter Dev <dev@example.com> ${when}\n`,
    );
    stream.push(data(message), count > 1 ? `from :${count - 1}\n` : '');
    stream.push(`M 100644 inline src/part_${count % 50}.txt\n`, data(`change ${count}\n`));
    const tagged = count % every === 0 && count / every <= tags;
    if (tagged) {
      version.patch = feature ? 0 : version.patch + 1;
      version.minor += feature ? 1 : 0;
    }
    const text = `0.${version.minor}.${version.patch}`;
    if (count === 1 || tagged) stream.push('M 100644 inline pyproject.toml\n', data(pyproject(text)));
    stream.push('\n');
    if (tagged) {
      stream.push(`tag v${text}\nfrom :${count}\ntagger Dev <dev@example.com> ${when}\n`, data(`v${text}\n`));
      feature = false;
    }
  }
  return stream.join('');
};

const pyproject = (version: string): string =>
  `[project]\nname = "history"\nversion = "${version}"\nrequires-python = ">=3.11"\ndependencies = []\n`;

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
