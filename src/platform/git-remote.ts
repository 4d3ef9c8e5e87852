import { simpleGit } from 'simple-git';
import type { GitAnswer } from '../ports/index.js';

/**
 * A git command that talks to a remote, without blocking: it may take long, and Ctrl-C must end it. The environment carries the same
 * hardening as every other call, so simple-git's own refusal of such variables is switched off for exactly those.
 */
export const talkToRemote = async (
  program: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<GitAnswer> => {
  let seen:
    | { readonly exitCode: number; readonly stdErr: readonly Buffer[]; readonly stdOut: readonly Buffer[] }
    | undefined;
  const git = simpleGit({
    baseDir: cwd,
    binary: program,
    trimmed: false,
    allowEnvironment: Object.keys(env).filter((name) => name.startsWith('GIT_')),
    unsafe: {
      allowUnsafeCustomBinary: true,
      allowUnsafeAlias: true,
      allowUnsafeAskPass: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeCredentialHelper: true,
      allowUnsafeEditor: true,
      allowUnsafeFilter: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeGpgProgram: true,
      allowUnsafeHooksPath: true,
      allowUnsafePack: true,
      allowUnsafePager: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeSshCommand: true,
      allowUnsafeUrlRewrite: true,
    },
    errors: (_, result) => {
      seen = result;
      return undefined;
    },
  }).env({ ...env });
  const stdout = await git.raw([...args]);
  return {
    code: seen?.exitCode ?? 0,
    stdout: seen === undefined ? Buffer.from(stdout) : Buffer.concat([...seen.stdOut]),
    stderr: seen === undefined ? '' : Buffer.concat([...seen.stdErr]).toString(),
  };
};
