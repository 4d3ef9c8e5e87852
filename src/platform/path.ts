import { posix, win32 } from 'node:path';

/** Where PATH may lead, and where not. */
export interface Bounds {
  /** The repository that is being judged: its folders on PATH are passed over. */
  readonly outside: string | undefined;
  /** A folder with its links followed; undefined where there is none. */
  real(path: string): string | undefined;
}

/**
 * Look a program up on PATH. Relative entries (the empty one is the current folder) and entries that lie in the repository that is
 * being judged, or lead into it, are passed over: they would let it choose what runs.
 * @returns an absolute path, or undefined
 */
export const findOnPath = (
  platform: 'linux' | 'darwin' | 'win32',
  env: Readonly<Record<string, string | undefined>>,
  program: string,
  isProgram: (path: string) => boolean,
  bounds?: Bounds,
): string | undefined => {
  const path = platform === 'win32' ? win32 : posix;
  const list = platform === 'win32' ? (env['Path'] ?? env['PATH'] ?? '') : (env['PATH'] ?? '');
  const endings =
    platform === 'win32' && path.extname(program) === ''
      ? (env['PATHEXT'] ?? '.COM;.EXE').split(';').filter((ending) => /^\.(com|exe)$/i.test(ending))
      : [''];
  for (const folder of list.split(path.delimiter)) {
    if (!isAllowed(path, folder, bounds)) continue;
    for (const ending of endings) {
      const candidate = path.join(folder, program + ending.toLowerCase());
      if (isProgram(candidate)) return candidate;
    }
  }
  return undefined;
};

/** The folders of a PATH that `findOnPath` would look in, for a child that looks there itself. */
export const allowedPath = (platform: 'linux' | 'darwin' | 'win32', list: string, bounds: Bounds): string => {
  const path = platform === 'win32' ? win32 : posix;
  return list
    .split(path.delimiter)
    .filter((folder) => isAllowed(path, folder, bounds))
    .join(path.delimiter);
};

const isAllowed = (path: typeof posix, folder: string, bounds: Bounds | undefined): boolean => {
  if (!path.isAbsolute(folder)) return false;
  const outside = bounds?.outside;
  if (bounds === undefined || outside === undefined) return true;
  const root = bounds.real(outside) ?? outside;
  return !isInside(path, folder, outside) && !isInside(path, bounds.real(folder) ?? folder, root);
};

const isInside = (path: typeof posix, folder: string, root: string): boolean => {
  const relative = path.relative(root, folder);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
};
