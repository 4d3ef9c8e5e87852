import { posix, win32 } from 'node:path';

/**
 * Look a program up on PATH. Relative entries (the empty one is the current folder) and entries inside `outside`, the
 * repository that is being judged, are passed over: they would let it choose what runs.
 * @returns an absolute path, or undefined
 */
export const findOnPath = (
  platform: 'linux' | 'darwin' | 'win32',
  env: Readonly<Record<string, string | undefined>>,
  program: string,
  isProgram: (path: string) => boolean,
  outside?: string,
): string | undefined => {
  const path = platform === 'win32' ? win32 : posix;
  const list = platform === 'win32' ? (env['Path'] ?? env['PATH'] ?? '') : (env['PATH'] ?? '');
  const endings =
    platform === 'win32' && path.extname(program) === ''
      ? (env['PATHEXT'] ?? '.COM;.EXE').split(';').filter((ending) => /^\.(com|exe)$/i.test(ending))
      : [''];
  for (const folder of list.split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue;
    if (outside !== undefined && isInside(path, folder, outside)) continue;
    for (const ending of endings) {
      const candidate = path.join(folder, program + ending.toLowerCase());
      if (isProgram(candidate)) return candidate;
    }
  }
  return undefined;
};

const isInside = (path: typeof posix, folder: string, root: string): boolean => {
  const relative = path.relative(root, folder);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
};
