import type { ProbeResult } from '../doctor/index.js';
import { escapeText } from '../faults/index.js';
import { answers, type Build, examples, exit, verb } from './shape.js';

const build: Build = (session) =>
  examples(
    verb('doctor', 'what this machine has and lacks, with the command that mends it').action(
      answers(session, 'doctor', async () => {
        const { examineMachine } = await import('../doctor/index.js');
        const probes = await examineMachine(session.world);
        const lacks = probes.some((probe) => probe.state === 'missing');
        return { exit: lacks ? exit.environment : exit.ok, data: { probes }, text: view(probes) };
      }),
    ),
    ['autogov doctor', 'autogov doctor --json'],
  );

export default build;

/** One line a probe, what is lacking below it, and last the first thing to do. */
const view = (probes: readonly ProbeResult[]): string => {
  const width = Math.max(...probes.map((probe) => (probe.version ?? '').length));
  const lines = probes.flatMap((probe) => {
    const about = [probe.detail, probe.path].filter((part) => part !== undefined).join('  ');
    const head = `  ${probe.name.padEnd(9)} ${probe.state.padEnd(8)} ${(probe.version ?? '').padEnd(width)}  ${about}`;
    const rest = probe.missing === undefined ? [] : [`            ${probe.missing}`, `            mend: ${probe.mend}`];
    return [head.trimEnd(), ...rest];
  });
  const missing = probes.filter((probe) => probe.state === 'missing');
  const warned = probes.filter((probe) => probe.state === 'warning');
  const count = `${missing.length} missing, ${warned.length} ${warned.length === 1 ? 'warning' : 'warnings'}`;
  const next = missing[0]?.mend ?? 'autogov init my-automation';
  return `${[...lines, '', count, `next: ${next}`].map(escapeText).join('\n')}\n`;
};
