import type { World } from '../ports/index.js';

/** What the probes can ask to install. */
export type Package = 'git' | 'python' | 'venv' | 'ssh' | 'node';

interface Manager {
  readonly program: string;
  /** Before the names of the packages. */
  readonly command: string;
  readonly packages: Readonly<Record<Package, string>>;
}

/** In the order in which they are looked for; the first that is there is the system's own. */
const managers: Readonly<Record<World['machine']['platform'], readonly Manager[]>> = {
  linux: [
    {
      program: 'apt-get',
      command: 'sudo apt-get install -y',
      packages: {
        git: 'git',
        python: 'python3 python3-venv',
        venv: 'python3-venv',
        ssh: 'openssh-client',
        node: 'nodejs',
      },
    },
    {
      program: 'dnf',
      command: 'sudo dnf install -y',
      packages: { git: 'git', python: 'python3.12', venv: 'python3', ssh: 'openssh-clients', node: 'nodejs' },
    },
    {
      program: 'zypper',
      command: 'sudo zypper install -y',
      packages: { git: 'git', python: 'python312', venv: 'python3', ssh: 'openssh-clients', node: 'nodejs22' },
    },
    {
      program: 'pacman',
      command: 'sudo pacman -S --noconfirm',
      packages: { git: 'git', python: 'python', venv: 'python', ssh: 'openssh', node: 'nodejs' },
    },
    {
      program: 'apk',
      command: 'sudo apk add',
      packages: { git: 'git', python: 'python3', venv: 'python3', ssh: 'openssh-client', node: 'nodejs' },
    },
  ],
  darwin: [
    {
      program: 'brew',
      command: 'brew install',
      packages: { git: 'git', python: 'python@3.13', venv: 'python@3.13', ssh: 'openssh', node: 'node' },
    },
  ],
  win32: [
    {
      program: 'winget',
      command: 'winget install --exact --id',
      packages: {
        git: 'Git.Git',
        python: 'Python.Python.3.13',
        venv: 'Python.Python.3.13',
        ssh: 'Microsoft.OpenSSH.Preview',
        node: 'OpenJS.NodeJS.LTS',
      },
    },
  ],
};

const words: Readonly<Record<Package, string>> = {
  git: 'git 2.31 or newer',
  python: 'Python 3.11 or newer with its venv module',
  venv: 'the venv module of Python',
  ssh: 'the OpenSSH client',
  node: 'Node.js 20.19 or newer',
};

/** What comes with the developer tools of macOS, for a machine without Homebrew. */
const xcode: readonly Package[] = ['git'];

/** The command that installs a package with this machine's package manager, or a sentence where none was found. */
export const installCommand = (world: World, wanted: Package): string => {
  const { platform } = world.machine;
  const manager = managers[platform].find(({ program }) => world.processes.find(program) !== undefined);
  if (manager !== undefined) return `${manager.command} ${manager.packages[wanted]}`;
  if (platform === 'darwin' && xcode.includes(wanted)) return 'xcode-select --install';
  return `install ${words[wanted]} and put it on PATH`;
};

/** How a variable of the environment is set for this shell session on this system. */
export const setVariable = (world: World, name: string, value: string): string =>
  world.machine.platform === 'win32' ? `$env:${name} = "${value}"` : `export ${name}=${value}`;

export const unsetVariable = (world: World, name: string): string =>
  world.machine.platform === 'win32' ? `Remove-Item Env:${name}` : `unset ${name}`;
