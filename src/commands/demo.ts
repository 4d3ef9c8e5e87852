import { resolve } from 'node:path';
import { type Answer, answers, examples, exit, type Session, verb } from './shape.js';

export default (session: Session) =>
  examples(
    verb(
      'demo',
      'the whole story in a folder of its own: init, check, run, audit verify, a flipped byte found, release',
    )
      .argument('[dir]', 'an empty or new folder', 'a new temporary folder')
      .action(
        answers(session, 'demo', async (dir: string): Promise<Answer> => {
          const { playDemo } = await import('../demo/index.js');
          const { world } = session;
          const folder = dir === 'a new temporary folder' ? undefined : resolve(world.machine.cwd, dir);
          const played = await playDemo(world, folder);
          const seconds = (played.scenes.reduce((sum, scene) => sum + scene.elapsed, 0) / 1000).toFixed(0);
          return {
            exit: exit.ok,
            data: played,
            text: `\n${played.scenes.length} commands in ${seconds} s, every one ended as it should\nfolder: ${played.folder}\nnext: autogov init my-automation\n`,
          };
        }),
      ),
    ['autogov demo', 'autogov demo ./try-autogov'],
  );
