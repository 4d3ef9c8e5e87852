import { posix, win32 } from 'node:path';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Where autogov keeps what is not in a repository: XDG base directories on Linux, ~/Library on macOS, %LOCALAPPDATA% and %APPDATA%
 * on Windows. AUTOGOV_STATE, AUTOGOV_CONFIG and AUTOGOV_CACHE come first, where they are absolute.
 * @see XDG Base Directory Specification 0.8
 */
export const foldersFor = (
  platform: 'linux' | 'darwin' | 'win32',
  env: Env,
  home: string,
): { readonly state: string; readonly config: string; readonly cache: string } => {
  const path = platform === 'win32' ? win32 : posix;
  const absolute = (value: string | undefined): string | undefined =>
    value !== undefined && value !== '' && path.isAbsolute(value) ? value : undefined;
  const local = absolute(env['LOCALAPPDATA']) ?? path.join(home, 'AppData', 'Local');
  const roaming = absolute(env['APPDATA']) ?? path.join(home, 'AppData', 'Roaming');
  const standard =
    platform === 'win32'
      ? {
          state: path.join(local, 'autogov', 'state'),
          config: path.join(roaming, 'autogov'),
          cache: path.join(local, 'autogov', 'cache'),
        }
      : platform === 'darwin'
        ? {
            state: path.join(home, 'Library', 'Application Support', 'autogov', 'state'),
            config: path.join(home, 'Library', 'Application Support', 'autogov', 'config'),
            cache: path.join(home, 'Library', 'Caches', 'autogov'),
          }
        : {
            state: path.join(absolute(env['XDG_STATE_HOME']) ?? path.join(home, '.local', 'state'), 'autogov'),
            config: path.join(absolute(env['XDG_CONFIG_HOME']) ?? path.join(home, '.config'), 'autogov'),
            cache: path.join(absolute(env['XDG_CACHE_HOME']) ?? path.join(home, '.cache'), 'autogov'),
          };
  return {
    state: absolute(env['AUTOGOV_STATE']) ?? standard.state,
    config: absolute(env['AUTOGOV_CONFIG']) ?? standard.config,
    cache: absolute(env['AUTOGOV_CACHE']) ?? standard.cache,
  };
};
