import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { appendStepSummary, type Format, renderReport } from '../../src/policy/index.js';
import type { CheckReport, Finding, RuleOutcome, ToolOutcome } from '../../src/policy/model.js';
import { makeWorld } from '../world.js';

const finding = (rest: Partial<Finding>): Finding => ({
  rule: 'NAM003',
  severity: 'error',
  status: 'fail',
  path: 'src/a-b.py',
  line: 1,
  column: 1,
  message: 'module is not snake_case',
  why: 'w',
  next: 'git mv it',
  fixable: false,
  ...rest,
});

/** Everything that a name or a message from a repository could break a report with. */
const nasty = 'src/a<b>"&\'|`]]>\u0001\u001b[31m\n::error::\r%0A,:\ud800@team/x\uffff.py';

const waived = finding({ rule: 'STR002', status: 'waived', until: '2026-12-31', path: 'src/old.py' });
const unread = finding({
  rule: 'AG140',
  status: 'error',
  path: 'pyproject.toml',
  line: 3,
  column: 7,
  message: 'no TOML',
});
const silent = finding({ rule: 'AG230', status: 'error', path: '.', key: 'pytest', message: 'pytest broke off' });
const typed = finding({
  rule: 'mypy',
  code: 'union-attr',
  path: 'src/run.py',
  line: 18,
  column: 12,
  endLine: 18,
  endColumn: 20,
});
const odd = finding({ path: nasty, message: `no ${nasty}`, next: `rename ${nasty}` });

const rules: RuleOutcome[] = [
  { rule: 'DOC001', result: 'pass', findings: [] },
  { rule: 'NAM003', result: 'fail', findings: [finding({}), odd, { ...waived, rule: 'NAM003' }] },
  { rule: 'STR001', result: 'error', findings: [unread], reason: 'no TOML' },
  { rule: 'STR002', result: 'waived', findings: [waived] },
  { rule: 'STR003', result: 'baselined', findings: [finding({ rule: 'STR003', status: 'baselined' })] },
  { rule: 'CI001', result: 'notApplicable', findings: [], reason: `no ${nasty}` },
];
const tools: ToolOutcome[] = [
  { tool: 'ruff', version: '0.17.6', result: 'pass', detail: 'ok', elapsed: 41 },
  { tool: 'mypy', version: '2.4.1', result: 'fail', detail: '1 error', elapsed: 2100 },
  { tool: 'pytest', result: 'error', detail: 'broke off', elapsed: 7 },
  { tool: 'uv', result: 'notChecked', detail: 'not checked (--static)', elapsed: 0 },
];

const report = (rest: Partial<CheckReport> = {}): CheckReport => ({
  policy: { name: 'recommended@1', own: 0, rules: 6, digest: '0'.repeat(64), elapsed: 38 },
  summary: { pass: 2, fail: 2, notApplicable: 1, waived: 1, baselined: 1, error: 2 },
  findings: [...rules.flatMap((each) => each.findings), typed, silent],
  rules,
  tools,
  notInProfile: [{ id: 'SEC002', reason: 'CI runs it' }],
  exit: 3,
  ...rest,
});
const empty = report({
  findings: [],
  rules: [],
  tools: [],
  notInProfile: [],
  exit: 0,
  summary: { pass: 0, fail: 0, notApplicable: 0, waived: 0, baselined: 0, error: 0 },
});
const render = (format: Format, of = report()) => renderReport(makeWorld(), of, format);

describe('junit', () => {
  const schema = readFileSync(
    createRequire(import.meta.url).resolve('junit-processor/schemas/jenkins-junit.xsd'),
    'utf8',
  );
  const judge = async (xml: string) =>
    (await validateXML({ xml: [{ fileName: 'r.xml', contents: xml }], schema: [schema] })).errors;

  test.each([
    ['a report with everything', report()],
    ['an empty report', empty],
  ])("%s holds to the XSD of Jenkins' results", async (_, of) => {
    expect(await judge(await render('junit', of))).toEqual([]);
  });

  test.each([
    ['an unknown attribute', (xml: string) => xml.replace('<testcase ', '<testcase since="1" ')],
    ['a verdict below what follows it', (xml: string) => xml.replace('</testsuites>', '<skipped/></testsuites>')],
    ['markup in a message', (xml: string) => xml.replaceAll('&lt;', '<')],
  ])('%s would be found', async (_, spoil) => {
    expect(await judge(spoil(await render('junit')))).not.toEqual([]);
  });

  test('what has no verdict is an error, what is excused or left out is skipped, and no one of them passes', async () => {
    const xml = await render('junit');
    expect(xml).toContain('<testsuites name="autogov check" tests="11" failures="2" errors="2">');
    expect(xml).toContain('<testsuite name="policy" tests="7" failures="1" errors="1" skipped="4" time="0.038">');
    expect(xml).toContain('<testsuite name="tools" tests="4" failures="1" errors="1" skipped="1" time="2.100">');
    expect(xml).toContain('<skipped>waived until 2026-12-31</skipped>');
    expect(xml).toContain('<skipped>in the baseline</skipped>');
    expect(xml).toContain('<skipped>not in this profile: CI runs it</skipped>');
    expect(xml).toContain('<failure message="module is not snake_case (and 1 more)" type="error">');
    expect(xml).toContain('<error message="pytest broke off" type="AG230">');
    expect(xml).toContain('src/run.py:18:12 error mypy/union-attr: ');
    expect(xml.match(/<testcase [^>]*\/>/g)).toHaveLength(2);
  });
});

describe('checkstyle', () => {
  test('is well-formed, with what is open only', async () => {
    const xml = await render('checkstyle');
    const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="checkstyle"><xs:complexType>
      <xs:sequence><xs:element name="file" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>
      <xs:element name="error" maxOccurs="unbounded"><xs:complexType>
      <xs:attribute name="line" type="xs:positiveInteger" use="required"/><xs:attribute name="column" type="xs:positiveInteger"/>
      <xs:attribute name="severity" use="required"><xs:simpleType><xs:restriction base="xs:string">
      <xs:enumeration value="error"/><xs:enumeration value="warning"/><xs:enumeration value="info"/></xs:restriction></xs:simpleType></xs:attribute>
      <xs:attribute name="message" type="xs:string" use="required"/><xs:attribute name="source" type="xs:string" use="required"/>
      </xs:complexType></xs:element></xs:sequence><xs:attribute name="name" type="xs:string" use="required"/></xs:complexType></xs:element>
      </xs:sequence><xs:attribute name="version" type="xs:string" use="required"/></xs:complexType></xs:element></xs:schema>`;
    for (const each of [xml, await render('checkstyle', empty)]) {
      expect((await validateXML({ xml: [{ fileName: 'r.xml', contents: each }], schema: [schema] })).errors).toEqual(
        [],
      );
    }
    expect(xml.match(/<error /g)).toHaveLength(5);
    expect(xml).toContain('<file name=".autogov/policy.yaml">');
    expect(xml).toContain('source="autogov.mypy/union-attr"');
  });
});

describe('github', () => {
  test('is one command a finding, and none that a name of the repository begins', async () => {
    const lines = (await render('github')).split('\n');
    const commands = lines.filter((line) => line.startsWith('::'));
    expect(commands).toHaveLength(5);
    for (const line of commands)
      expect(line).toMatch(/^::(?:error|warning|notice) (?:[a-zA-Z]+=[^,:]*)(?:,[a-zA-Z]+=[^,:]*)*::[^\n\r]+$/);
    expect(commands).toContain(
      '::error file=src/run.py,line=18,col=12,endLine=18,endColumn=20,title=mypy/union-attr::module is not snake_case. Next: git mv it',
    );
    expect(commands).toContain('::error title=AG230::pytest broke off. Next: git mv it');
    expect(commands.find((line) => line.includes('a<b>'))).toContain('%250A%2C%3A');
    expect(lines.at(-2)).toBe('autogov check: 5 errors; exit 3');
  });

  test('at most ten of a kind, those without a verdict first, then how many there are', async () => {
    const many = [
      ...Array.from({ length: 12 }, (_, i) => finding({ path: `a${i}.py` })),
      ...Array.from({ length: 30 }, (_, i) => finding({ severity: 'warning', path: `b${i}.py` })),
      finding({ severity: 'info' }),
      unread,
    ];
    const lines = (await render('github', report({ findings: many }))).split('\n');
    const of = (kind: string) => lines.filter((line) => line.startsWith(`::${kind} `));
    expect([of('error').length, of('warning').length, of('notice').length]).toEqual([10, 10, 1]);
    expect(of('error')[0]).toContain('title=AG140');
    expect(lines.slice(-3)).toEqual([
      'autogov check: 13 errors, 30 warnings, 1 notice, 23 of them not shown as annotations; exit 3',
      'all of them: autogov check --format human',
      '',
    ]);
  });

  test.each([
    ['a file that is there', { '/s/summary.md': 'before\n' }, '/s/summary.md', 'before\n# autogov check\n'],
    ['a file that is not', { '/s/other': '' }, '/s/summary.md', '# autogov check\n'],
  ])('the summary of the step is appended to %s', async (_, tree, path, start) => {
    const world = makeWorld({ tree, machine: { env: { GITHUB_STEP_SUMMARY: path } } });
    await appendStepSummary(world, report());
    expect(world.memory.readText(path)).toMatch(new RegExp(`^${start}`));
  });

  test('outside of a step there is none', async () => {
    const world = makeWorld({ tree: {} });
    await appendStepSummary(world, report());
    expect(Object.keys(world.memory.snapshot('/'))).toEqual([]);
  });
});

describe('gitlab', () => {
  interface Issue {
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
  }
  const issues = async (of: CheckReport): Promise<Issue[]> => JSON.parse(await render('gitlab', of));

  test('each issue has what the service demands and nothing else', async () => {
    const found = await issues(report());
    expect(found).toHaveLength(5);
    for (const issue of found) {
      expect(Object.keys(issue).sort()).toEqual(['check_name', 'description', 'fingerprint', 'location', 'severity']);
      expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(issue.severity);
      expect(issue.location.path).toMatch(/^(?!\.\/|\/)./);
      expect(issue.location.lines.begin).toBeGreaterThanOrEqual(1);
    }
    expect(await issues(empty)).toEqual([]);
  });

  test('fingerprints are unique and do not move with the line', async () => {
    const prints = (await issues(report({ findings: [finding({}), finding({ line: 2 }), finding({ line: 3 })] }))).map(
      (issue) => issue.fingerprint,
    );
    expect(new Set(prints).size).toBe(3);
    expect((await issues(report({ findings: [finding({ line: 99 })] })))[0]?.fingerprint).toBe(prints[0]);
  });
});

describe('markdown', () => {
  test('the verdict, the worst first, the tools', async () => {
    const findings = [finding({ severity: 'warning', fixable: true }), unread, waived];
    expect(await render('markdown', report({ findings, tools: tools.slice(0, 2) }))).toMatchInlineSnapshot(`
      "# autogov check

      **2 not judged, 1 warning, 1 waived** (exit 3)

      Policy: \`recommended@1\`, 6 rules, 2 checks passed.

      |  | Rule | Where | What |
      | --- | --- | --- | --- |
      | not judged | \`AG140\` | \`pyproject.toml:3:7\` | \`no TOML\`<br>\`git mv it\` |
      | warning | \`NAM003\` | \`src/a-b.py\` | \`module is not snake_case\`<br>\`autogov check --fix\` |

      | Tool | Version | Result |
      | --- | --- | --- |
      | \`ruff\` | \`0.17.6\` | \`ok\` |
      | \`mypy\` | \`2.4.1\` | \`1 error\` |

      - \`SEC002\` is not in this profile: \`CI runs it\`
      "
    `);
  });

  test('a name of the repository stays within its cell', async () => {
    const text = await render('markdown', report({ findings: [odd] }));
    const row = text.split('\n').filter((line) => line.startsWith('| error'));
    expect(row).toHaveLength(1);
    expect(row[0]?.replaceAll('\\|', '').split('|')).toHaveLength(6);
    // Outside of code spans nothing of it is left.
    expect(row[0]?.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '')).toBe('| error |  |  | <br> |');
  });

  test('a thousand findings end in a number', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => finding({ path: `a${i}.py`, message: 'm'.repeat(2000) }));
    const text = await render('markdown', report({ findings: many }));
    expect(text).toContain('… and 800 more');
    expect(text.length).toBeLessThan(1024 * 1024);
  });
});
