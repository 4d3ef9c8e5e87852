import { dirname, join } from 'node:path';
import { Fault } from '../faults/index.js';
import type { Completed, World } from '../ports/index.js';
import { type Prop, type Scene, story } from './story.js';

export interface Played {
  /** Absolute; everything that the demo made is below it. */
  readonly folder: string;
  readonly scenes: readonly { readonly command: string; readonly exit: number; readonly elapsed: number }[];
}

const name = 'invoices';

/**
 * Play the whole story with this very autogov in child processes, as a user would type it.
 * @param folder where; a new temporary folder if absent
 * @throws Fault AG801 at the first scene that does not end as it must
 */
export const playDemo = async (world: World, folder?: string): Promise<Played> => {
  const top = folder ?? world.files.temporaryFolder('autogov-demo-');
  world.files.makeFolder(top);
  if (world.files.list(top).length > 0) throw new Fault('AG802', { path: top });
  const stage = createStage(world, top);
  const scenes: { command: string; exit: number; elapsed: number }[] = [];
  const sample = () => world.files.readText(join(top, name, 'data/in/invoices-2026-01.csv')) ?? '';
  const count = story(name, '').length;
  for (let i = 0; i < count; i++) {
    const scene = story(name, i > 0 ? sample().replaceAll('2026-01', '2026-02') : '')[i];
    if (scene === undefined) break;
    if (scene.needs !== undefined && world.processes.find(scene.needs) === undefined) {
      world.terminal.err(`\n${scene.say}: left out, ${scene.needs} was not found\n`);
      continue;
    }
    for (const prop of scene.props ?? []) stage.prepare(prop);
    const command = `${scene.program ?? 'autogov'} ${scene.args.map(quoted).join(' ')}`;
    if (scene.say !== '') world.terminal.err(`\n${world.terminal.paint.bold(scene.say)}\n`);
    world.terminal.err(`${world.terminal.paint.cyan(`$ ${command}`)}\n`);
    const { done, output } = await stage.play(scene);
    scenes.push({ command, exit: done.code ?? -1, elapsed: Math.round(done.elapsed) });
    const missing = (scene.shows ?? []).find((text) => !output.includes(text));
    if (done.code !== scene.exit || missing !== undefined) {
      const reason =
        missing === undefined
          ? `it ended with ${done.code ?? done.signal ?? done.failure}, not ${scene.exit}`
          : `its output lacks ${missing}`;
      throw new Fault('AG801', { command, reason, path: top });
    }
  }
  return { folder: top, scenes };
};

const quoted = (word: string): string => (/^[\w./=:@-]+$/.test(word) ? word : JSON.stringify(word));

const createStage = (world: World, top: string) => {
  const env = stageEnvironment(world, top);
  const git = world.processes.find('git');
  if (git === undefined) throw new Fault('AG201');
  return {
    prepare: (prop: Prop): void => {
      if (prop.do === 'write') {
        const path = join(top, prop.path);
        world.files.makeFolder(dirname(path));
        world.files.writeAtomic(path, prop.text);
      } else if (prop.do === 'remove') world.files.remove(join(top, prop.path));
      else copyAndFlip(world, join(top, 'state', 'logs'), join(top, prop.to));
    },
    play: async (scene: Scene): Promise<{ done: Completed; output: string }> => {
      const [self = '', ...lead] = world.machine.self;
      const decoder = new TextDecoder();
      let output = '';
      const done = await world.processes.stream(
        {
          program: scene.program === 'git' ? git : self,
          args: scene.program === 'git' ? scene.args : [...lead, ...scene.args],
          cwd: scene.in === undefined ? top : join(top, scene.in),
          env,
          input: '',
        },
        (_, chunk) => {
          output += decoder.decode(chunk, { stream: true });
          world.terminal.pass('stderr', chunk);
        },
      );
      return { done, output };
    },
  };
};

/** The user's environment, but with a log and a made key of the demo's own, and an identity for git where it has none. */
const stageEnvironment = (world: World, top: string): Record<string, string> => {
  const { env } = world.machine;
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !['CI', 'SSH_AUTH_SOCK', 'GITHUB_ACTIONS'].includes(entry[0]),
  );
  const person = { NAME: 'Ana Demo', EMAIL: 'ana@example.com' };
  return {
    ...Object.fromEntries(kept),
    AUTOGOV_STATE: join(top, 'state'),
    AUTOGOV_CONFIG: join(top, 'config'),
    GIT_AUTHOR_NAME: person.NAME,
    GIT_AUTHOR_EMAIL: person.EMAIL,
    GIT_COMMITTER_NAME: person.NAME,
    GIT_COMMITTER_EMAIL: person.EMAIL,
  };
};

/** Copy the only log, and change one bit in the middle of its first segment of records. */
const copyAndFlip = (world: World, logs: string, to: string): void => {
  const id = world.files.list(logs)[0] ?? '';
  copyFolder(world, join(logs, id), to);
  const segment = join(to, 'records', '000000.jsonl');
  const bytes = world.files.read(segment);
  if (bytes === undefined)
    throw new Fault('AG801', { command: 'audit verify', reason: 'no log was written', path: logs });
  const flipped = Uint8Array.from(bytes);
  const at = Math.floor(flipped.length / 2);
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  world.files.writeAtomic(segment, flipped);
};

const copyFolder = (world: World, from: string, to: string): void => {
  world.files.makeFolder(to);
  for (const entry of world.files.list(from)) {
    const source = join(from, entry);
    if (world.files.stat(source)?.kind === 'folder') copyFolder(world, source, join(to, entry));
    else world.files.writeAtomic(join(to, entry), world.files.read(source) ?? new Uint8Array(0));
  }
};
