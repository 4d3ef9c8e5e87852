/**
 * Which paths a template may write. A path that passes is relative, has forward slashes, stays inside the repository on
 * every system, and is neither git's nor one of those that only autogov itself writes.
 */

/** Names that Windows keeps for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])$/i;

export const isWindowsReserved = (name: string): boolean => reserved.test((name.split('.')[0] ?? '').trimEnd());

/** Trust is never a template's to write: `access` and `allowed_signers` come from the founder's key, the lock from what was rendered. */
const ownPaths = ['.autogov/access', '.autogov/allowed_signers', '.autogov/lock.json', '.autogov/trust'];

/** @returns what is wrong with a rendered path, or undefined */
export const pathProblem = (path: string): string | undefined => {
  if (path === '') return 'is empty';
  if (path.length > 200) return 'is longer than 200 characters';
  if (/\p{Cc}/u.test(path)) return 'has a control character';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute';
  if (path.includes('\\')) return 'has a backslash';
  for (const segment of path.split('/')) {
    const problem = segmentProblem(segment);
    if (problem !== undefined) return problem;
  }
  const folded = fold(path);
  const own = ownPaths.find((each) => folded === each || folded.startsWith(`${each}/`));
  return own === undefined ? undefined : `belongs to autogov itself (${own})`;
};

const segmentProblem = (segment: string): string | undefined => {
  if (segment === '') return 'has an empty part';
  if (segment === '.' || segment === '..') return `has the part ${segment}`;
  if (/[<>:"|?*]/.test(segment)) return 'has a character that Windows refuses';
  if (/[ .]$/.test(segment)) return 'has a part that ends in a dot or space, which Windows drops';
  if (isWindowsReserved(segment)) return `has the part ${segment}, which is a device on Windows`;
  if (/^\.git$/i.test(segment) || /^git~\d+$/i.test(segment)) return "reaches into git's own folder";
  return undefined;
};

/** How a file system that ignores case and composition sees a path. */
const fold = (path: string): string => path.normalize('NFC').toLowerCase();

/**
 * Two paths that are one on some system (case, Unicode composition), or a file where another path needs a folder.
 * @returns the first such pair in words, or undefined
 */
export const collision = (paths: readonly string[]): string | undefined => {
  const seen = new Map<string, { readonly path: string; readonly kind: 'file' | 'folder' }>();
  for (const path of paths) {
    const parts = path.split('/');
    for (let length = 1; length <= parts.length; length++) {
      const part = parts.slice(0, length).join('/');
      const kind = length === parts.length ? 'file' : 'folder';
      const before = seen.get(fold(part));
      if (before === undefined) seen.set(fold(part), { path: part, kind });
      else if (before.path !== part) return `${before.path} and ${part} are one on systems that ignore case`;
      else if (before.kind !== kind) return `${part} is a file and a folder`;
      else if (kind === 'file') return `${part} is written twice`;
    }
  }
  return undefined;
};
