import type { Place } from '../../src/policy/model.js';
import type { GitAnswer, Repository } from '../../src/ports/index.js';
import { makeWorld, type TestWorld } from '../world.js';

const root = '/home/ana/repo';

/** A repository in memory whose every file is tracked; `index` sees what git was asked to take out of the index. */
export const memoryRepository = (
  files: Readonly<Record<string, string | Uint8Array | { readonly link: string }>>,
): {
  readonly world: TestWorld;
  readonly project: Place;
  readonly taken: string[];
  text(path: string): string | undefined;
} => {
  const world = makeWorld({
    tree: Object.fromEntries(Object.entries(files).map(([path, text]) => [`${root}/${path}`, text])),
  });
  const taken: string[] = [];
  const answer = (stdout: string): GitAnswer => ({ code: 0, stdout: Buffer.from(stdout), stderr: '' });
  const listing = (): string =>
    Object.keys(world.memory.snapshot(root))
      .map((path) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path))
      .filter((path) => !taken.includes(path))
      .sort()
      .map((path) => `${path}\0`)
      .join('');
  const repository: Repository = {
    root,
    folder: `${root}/.git`,
    remote: async (args) => answer(String(args[0])),
    run: (args) => answer(args[0] === 'ls-files' ? listing() : ''),
    text: (args, options) => {
      if (args[0] === 'update-index')
        taken.push(
          ...String(options?.input)
            .split('\0')
            .filter((path) => path !== ''),
        );
      return '';
    },
    commit: async () => '0'.repeat(40),
    config: () => 'git@example.com:team/invoice-import.git',
  };
  return { world, project: { root, repository }, taken, text: (path) => world.memory.readText(`${root}/${path}`) };
};
