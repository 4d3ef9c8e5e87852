/**
 * A repository configuration that plainly holds nothing to execute. Asking git for its settings costs a process; most
 * repositories have only what `git init`, `git clone` and `git switch` write, and this reader knows exactly that much.
 */
export const plainKeys: Readonly<Record<string, readonly string[]>> = {
  core: [
    'repositoryformatversion',
    'filemode',
    'bare',
    'logallrefupdates',
    'ignorecase',
    'precomposeunicode',
    'symlinks',
    'autocrlf',
    'eol',
  ],
  remote: ['url', 'fetch', 'pushurl', 'tagopt', 'prune'],
  branch: ['remote', 'merge', 'rebase', 'pushremote'],
  user: ['name', 'email'],
  pull: ['rebase', 'ff'],
  push: ['default', 'autosetupremote', 'followtags'],
};

const section = /^\[([A-Za-z]+)(?: "[^"\\\p{C}]*")?\]$/u;
const setting = /^([A-Za-z]+) = [^\\"#;\p{C}]*$/u;

/**
 * @param text of .git/config
 * @returns true only if every line is a plain section or setting of a harmless key; anything that this reader does not
 * know (includes, extensions, comments, quotes, continuation lines, other keys) is false, and git itself must be asked
 */
export const isPlainConfig = (text: string): boolean => {
  let keys: readonly string[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.replace(/^[ \t]+|[ \t\r]+$/g, '');
    if (line === '') continue;
    const name = section.exec(line)?.[1]?.toLowerCase();
    if (name !== undefined) {
      if (!Object.hasOwn(plainKeys, name)) return false;
      keys = plainKeys[name] ?? [];
      continue;
    }
    const key = setting.exec(line)?.[1]?.toLowerCase();
    if (key === undefined || !keys.includes(key)) return false;
  }
  return true;
};
