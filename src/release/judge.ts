import { join } from 'node:path';
import { type Access, judge, type OwnSigner } from '../access/index.js';
import { Fault } from '../faults/index.js';
import type { World } from '../ports/index.js';
import type { Gate } from './model.js';
import { policyPath } from './settings.js';
import { lockPath } from './version-files.js';

/**
 * Whether this key may release: by the access chain as the staged commit holds it, not as the work tree happens to.
 * @throws Fault AG425 an unsigned policy, AG428 no right; AG421–AG430 a chain that does not hold
 */
export const judgeReleaser = (world: World, access: Access | undefined, own: OwnSigner): Gate => {
  if (access === undefined) {
    return { gate: 'releaser', state: 'notChecked', reason: 'the repository has no access chain: nobody was asked' };
  }
  if (!access.policyMatches) throw new Fault('AG425', { path: policyPath, file: policyPath, seq: access.head.seq });
  const decision = judge(access, {
    publicKey: own.signer.publicKey,
    namespace: 'autogov.release@v1',
    at: world.clock.now(),
  });
  if (!decision.allowed) {
    throw new Fault('AG428', { who: own.principal, what: 'release', reason: decision.reason });
  }
  return { gate: 'releaser', state: 'pass', reason: `${decision.principal ?? own.principal}: ${decision.reason}` };
};

/**
 * The static check on the staged commit.
 * @param there the world, standing in the check-out of that commit
 * @throws Fault AG607 with the first finding's place
 */
export const judgeCommit = async (there: World): Promise<Gate> => {
  const { checkRepository } = await import('../tools/index.js');
  const report = await checkRepository(there, { withoutTools: 'the staged commit has no environment' });
  const { summary } = report;
  if (report.exit !== 0) {
    const open = report.findings.filter((finding) => finding.status === 'fail' || finding.status === 'error');
    const first = open.find((finding) => finding.severity === 'error') ?? open[0];
    const more = open.length > 1 ? ` (and ${open.length - 1} more)` : '';
    const place = first === undefined ? {} : { path: first.path, line: first.line, column: first.column };
    throw new Fault('AG607', {
      reason: first === undefined ? `exit ${report.exit}` : `${first.rule} ${first.message}${more}`,
      ...place,
    });
  }
  const left = report.tools.filter((tool) => tool.result === 'notChecked').map((tool) => tool.tool);
  const unjudged = left.length === 0 ? '' : `; not checked here: ${left.join(', ')}`;
  return {
    gate: 'check',
    state: 'pass',
    reason: `policy: ${summary.pass} passed, ${summary.fail} failed, ${summary.waived} waived${unjudged}`,
  };
};

/**
 * Hold the staged uv.lock against the staged pyproject.toml with uv itself; the network is used only where uv's cache is not enough.
 * @param there the world, standing in the check-out of the staged commit
 * @returns undefined where the commit has no lock file
 * @throws Fault AG609; AG220–AG226 where there is no uv to ask
 */
export const judgeLock = async (there: World, say: (detail: string) => void): Promise<Gate | undefined> => {
  if (there.files.stat(join(there.machine.cwd, lockPath)) === undefined) return undefined;
  const { obtainUv, toolEnvironment } = await import('../tools/index.js');
  const uv = await obtainUv(there, say, there.machine.cwd);
  const ask = (more: readonly string[]) =>
    there.processes.run({
      program: uv.program,
      args: ['lock', '--check', '--no-progress', ...more],
      cwd: there.machine.cwd,
      env: toolEnvironment(there, { UV_PYTHON_DOWNLOADS: 'never' }),
      timeout: 120_000,
    });
  const offline = await ask(['--offline']);
  const done = offline.code === 0 ? offline : await ask([]);
  if (done.code !== 0) {
    const said = new TextDecoder().decode(done.stderr);
    const reason = /^error: (.+)$/m.exec(said)?.[1] ?? said.trim().split('\n').at(-1) ?? '';
    throw new Fault('AG609', { path: lockPath, reason: reason || done.failure || `exit ${done.code}` });
  }
  return { gate: 'lock', state: 'pass', reason: `uv ${uv.version} lock --check` };
};
