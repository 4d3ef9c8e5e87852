import { Fault, nearest } from '../faults/index.js';
import { answers, type Build, examples, exit, verb } from './shape.js';

const ending = '.schema.json';
const folder = 'schemas/';

const build: Build = (session) =>
  examples(
    verb('schema', 'print a schema: policy, manifest, answers, command output')
      .argument('[name]', 'its name; without one: the names of all')
      .action(
        answers(session, 'schema', async (name: string | undefined) => {
          const { assets } = session.world;
          const paths = (await assets.list('schemas')).filter((path) => path.endsWith(ending));
          const names = paths.map((path) => path.slice(folder.length, -ending.length));
          if (name === undefined) {
            const text = `${names.join('\n')}\n\nnext: autogov schema ${names[0] ?? 'NAME'}\n`;
            return { exit: exit.ok, data: { names }, text };
          }
          const text = names.includes(name) ? await assets.read(`${folder}${name}${ending}`) : undefined;
          if (text === undefined) {
            const near = nearest(name, names);
            throw new Fault('AG104', { name }, near === undefined ? undefined : `did you mean: autogov schema ${near}`);
          }
          return { exit: exit.ok, data: { name, schema: JSON.parse(text) }, text };
        }),
      ),
    ['autogov schema', 'autogov schema policy', 'autogov schema commands/check'],
  );

export default build;
