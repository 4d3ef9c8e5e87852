import type { World } from '../ports/index.js';
import { isPrincipal } from './allowed-signers.js';

/**
 * Who the caller says they are: git's address (GIT_AUTHOR_EMAIL, then user.email), else user@host. A claim only: what
 * counts is the key.
 */
export const ownPrincipal = (world: World): string => {
  const { env, user, host } = world.machine;
  const claims = [() => env['GIT_AUTHOR_EMAIL'], () => gitAddress(world)];
  for (const claim of claims) {
    const name = claim()?.trim();
    if (name !== undefined && isPrincipal(name)) return name;
  }
  const plain = `${user}@${host}`.replaceAll(/[^A-Za-z0-9._@-]/g, '-');
  return isPrincipal(plain) ? plain : 'unknown@localhost';
};

const gitAddress = (world: World): string | undefined => {
  const { git, machine, processes } = world;
  const repository = git.repository(machine.cwd);
  if (repository !== undefined) return repository.config('user.email');
  if (git.program === undefined) return undefined;
  const env: Record<string, string> = { HOME: machine.home };
  for (const name of [
    'XDG_CONFIG_HOME',
    'GIT_CONFIG_GLOBAL',
    'GIT_CONFIG_SYSTEM',
    'GIT_CONFIG_NOSYSTEM',
    'USERPROFILE',
  ]) {
    const value = machine.env[name];
    if (value !== undefined) env[name] = value;
  }
  const answer = processes.runNow({
    program: git.program,
    args: ['config', '--global', '--get', 'user.email'],
    cwd: machine.home,
    env,
  });
  return answer.code === 0 ? Buffer.from(answer.stdout).toString('utf8') : undefined;
};
