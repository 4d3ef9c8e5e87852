/**
 * A repository configuration that plainly holds nothing to execute. Asking git for its settings costs a process; most
 * repositories have only what `git init`, `git clone` and `git switch` write, and this reader knows exactly that much.
 */
const plainKeys: Readonly<Record<string, RegExp>> = {
  core: /^(repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol)$/,
  remote: /^(url|fetch|pushurl|tagopt|prune)$/,
  branch: /^(remote|merge|rebase|pushremote)$/,
  user: /^(name|email)$/,
  pull: /^(rebase|ff)$/,
  push: /^(default|autosetupremote|followtags)$/,
};

const section = /^\[([A-Za-z]+)(?: "[^"\\\p{C}]*")?\]$/u;
const setting = /^([A-Za-z]+) = [^\\"#;\p{C}]*$/u;

/**
 * @param text of .git/config
 * @returns true only if every line is a plain section, comment or setting of a harmless key; anything that this reader does not
 * know (includes, extensions, quotes, continuation lines, other keys) is false, and git itself must be asked
 */
export const isPlainConfig = (text: string): boolean => {
  let keys: RegExp | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || /^[#;]/.test(line)) continue;
    const head = section.exec(line);
    if (head !== null) {
      keys = Object.hasOwn(plainKeys, head[1]?.toLowerCase() ?? '')
        ? plainKeys[head[1]?.toLowerCase() ?? '']
        : undefined;
      if (keys === undefined) return false;
      continue;
    }
    const key = setting.exec(line)?.[1];
    if (key === undefined || keys === undefined || !keys.test(key.toLowerCase())) return false;
  }
  return true;
};
