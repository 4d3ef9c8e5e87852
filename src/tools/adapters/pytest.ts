import { join } from 'node:path';
import { valueAt } from '../../config/index.js';
import { Fault } from '../../faults/index.js';
import type { Finding } from '../../policy/index.js';
import type { Completed } from '../../ports/index.js';
import { howItEnded, lastLine, textOf } from '../children.js';
import { counted, repositoryPath, toFinding } from '../findings.js';
import { JsonReader } from '../read-json.js';
import type { Tool, ToolContext, Verdict } from '../tool.js';
import { type Coverage, coverageFindings, readCoverage, shown } from './coverage.js';
import { recorderModule, recorderSource } from './pytest-recorder.js';

const command = 'uv run pytest';
const why = 'A test that fails says that the automation no longer does what somebody relies on.';

/** pytest over what its own settings name, with branch coverage where pytest-cov is locked. It executes the repository's code. */
export const pytest: Tool = {
  name: 'pytest',
  why,
  limit: 1_800_000,
  judge: async (context) => {
    const { files } = context.world;
    const report = join(context.scratch, 'pytest.json');
    const coverageReport = join(context.scratch, 'coverage.json');
    const measured = context.locked.has('pytest-cov');
    files.create(join(context.scratch, `${recorderModule}.py`), recorderSource);
    const done = await context.run(
      ['-p', recorderModule, '--color=no', '-q', ...(measured ? coverageOptions(context, coverageReport) : [])],
      {
        PYTHONPATH: context.scratch,
        AUTOGOV_PYTEST_REPORT: report,
        COVERAGE_FILE: join(context.scratch, 'coverage.sqlite'),
      },
    );
    const recorded = files.readText(report);
    if (recorded === undefined || done.code === 3 || done.code === 4) throw withoutReport(done);
    const session = readSession(JsonReader.parse(recorded, 'pytest', command));
    const text = measured ? files.readText(coverageReport) : undefined;
    const coverage = text === undefined ? undefined : readCoverage(JsonReader.parse(text, 'pytest', command));
    return verdict(context, done, session, coverage, measured);
  },
};

interface Session {
  readonly counts: ReadonlyMap<string, number>;
  readonly failUnder: number | undefined;
  readonly failures: readonly JsonReader[];
}

const readSession = (report: JsonReader): Session => ({
  counts: new Map(
    report
      .get('counts')
      .entries()
      .map(([category, count]) => [category, count.number()]),
  ),
  failUnder: report.get('failUnder').maybeNumber(),
  failures: report.get('failures').items(),
});

/** A second --cov would widen what the repository's own options chose to measure. */
const coverageOptions = (context: ToolContext, report: string): readonly string[] => {
  const { root, settings, world } = context;
  const own = ['/tool/pytest/ini_options/addopts', '/tool/pytest/addopts'].map((at) =>
    JSON.stringify(valueAt(settings.value, at) ?? ''),
  );
  const others = ['pytest.ini', '.pytest.ini', 'pytest.toml', '.pytest.toml', 'tox.ini', 'setup.cfg'].map(
    (name) => world.files.readText(join(root, name)) ?? '',
  );
  const chosen = [...own, ...others].some((text) => /--cov(?![\w-])/.test(text));
  return [...(chosen ? [] : ['--cov']), '--cov-branch', `--cov-report=json:${report}`];
};

const verdict = (
  context: ToolContext,
  done: Completed,
  session: Session,
  coverage: Coverage | undefined,
  measured: boolean,
): Verdict => {
  const failures = session.failures.map((each) => failure(context, each));
  const threshold = session.failUnder ?? configuredThreshold(context);
  const low = coverage === undefined ? [] : coverageFindings(context, pytest, coverage, threshold);
  const none = noTests(context, done, session, failures.length);
  const findings = [...failures, ...none, ...low];
  // A session that failed may have ended before anything was measured; one that passed may not.
  if (findings.length === 0 && coverage === undefined && threshold !== undefined && threshold > 0) {
    throw unmeasured(measured);
  }
  if (done.code === 0 ? failures.length > 0 : findings.length === 0) {
    throw new Fault('AG233', {
      tool: 'pytest',
      command,
      reason: `exit ${done.code} with ${counted(findings.length, 'failure')} reported`,
    });
  }
  return { detail: detailOf(session, coverage), findings };
};

const detailOf = ({ counts }: Session, coverage: Coverage | undefined): string => {
  const parts = ['passed', 'failed', 'error', 'skipped', 'xfailed', 'xpassed'].flatMap((category) => {
    const count = counts.get(category) ?? 0;
    if (count === 0) return [];
    return category === 'error' ? [counted(count, 'error')] : [`${count} ${category}`];
  });
  const tests = parts.length === 0 ? 'no tests' : parts.join(', ');
  if (coverage === undefined) return tests;
  const { branches, percent } = coverage;
  return `${tests}, ${branches === undefined ? `${shown(percent)} % lines` : `${shown(branches)} % branches`}`;
};

/** A session that ran no test proves nothing: exit 5 (1 where pytest-cov then found nothing measured), or every test skipped. */
const noTests = (context: ToolContext, done: Completed, session: Session, failures: number): readonly Finding[] => {
  const ran = ['passed', 'failed', 'error', 'xfailed', 'xpassed'].some(
    (category) => (session.counts.get(category) ?? 0) > 0,
  );
  if (ran || failures > 0 || ![0, 1, 5].includes(done.code ?? -1)) return [];
  const skipped = session.counts.get('skipped') ?? 0;
  const place = context.settings.locate('/tool/pytest');
  return [
    toFinding(context.root, {
      tool: 'pytest',
      why: 'A test run without tests passes whatever the code does.',
      file: context.settings.path,
      line: place.line,
      column: place.column,
      code: 'no-tests',
      message: skipped > 0 ? `every test was skipped (${skipped})` : 'pytest found no tests',
      next: 'write one test, e.g. tests/test_smoke.py that imports the package and calls it',
      pointer: '/tool/pytest',
    }),
  ];
};

const failure = (context: ToolContext, each: JsonReader): Finding => {
  const file = each.get('file').text();
  const when = each.get('when').text();
  const id = each.get('id').text();
  const name = id.includes('::') ? id.slice(id.indexOf('::') + 2) : id;
  const first = each.get('message').text().split('\n')[0] ?? '';
  const crash = each.get('crash');
  const crashFile = crash.absent ? undefined : repositoryPath(context.root, crash.get('file').text());
  const elsewhere = crashFile === undefined || crashFile === '.' || crashFile === repositoryPath(context.root, file);
  const at = elsewhere || crash.absent ? '' : ` (at ${crashFile}:${crash.get('line').number()})`;
  const phase = when === 'call' ? '' : when === 'collect' ? ' could not be collected' : ` failed in ${when}`;
  return toFinding(context.root, {
    tool: 'pytest',
    why,
    file,
    line: each.get('line').number(),
    code: when === 'call' ? 'failed' : when,
    message: `${name}${phase}: ${first.slice(0, 300)}${at}`,
    next: `uv run pytest "${id}"`,
  });
};

const configuredThreshold = (context: ToolContext): number | undefined => {
  const set = valueAt(context.settings.value, '/tool/coverage/report/fail_under');
  return typeof set === 'number' ? set : undefined;
};

const unmeasured = (measured: boolean): Fault =>
  measured
    ? new Fault('AG234', { tool: 'pytest', command, reason: 'fail_under is set, and pytest-cov wrote no report' })
    : new Fault(
        'AG232',
        { tool: 'pytest-cov' },
        'uv add --dev pytest-cov (fail_under is set, and nothing measures it)',
      );

const withoutReport = (done: Completed): Fault => {
  const said = `${textOf(done.stdout)}\n${textOf(done.stderr)}`;
  const error = /^(?:ERROR|pytest: error|error):? (.+)$/m.exec(said)?.[1];
  if (done.code === 4) return new Fault('AG237', { tool: 'pytest', reason: lastLine(error ?? howItEnded(done)) });
  return new Fault('AG233', {
    tool: 'pytest',
    command,
    reason: error === undefined ? howItEnded(done) : lastLine(error),
  });
};
