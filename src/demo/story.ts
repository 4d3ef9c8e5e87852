/** What one scene of the demo does before its command. Paths are relative to the demo's own folder. */
export type Prop =
  | { readonly do: 'write'; readonly path: string; readonly text: string }
  | { readonly do: 'remove'; readonly path: string }
  | { readonly do: 'copy-log-and-flip'; readonly to: string };

/** One command of the story, and what must be true of it. */
export interface Scene {
  /** A line before the command: what is about to be seen. */
  readonly say: string;
  readonly props?: readonly Prop[];
  /** Words after `autogov`, or after `git` where `program` says so. */
  readonly args: readonly string[];
  readonly program?: 'git';
  /** Relative to the demo's folder; its top if absent. */
  readonly in?: string;
  /** A program without which the scene is left out, and said to be. */
  readonly needs?: string;
  readonly exit: number;
  /** Each must stand in the output, or the demo has failed. */
  readonly shows?: readonly string[];
}

/** Scaffold, check, find two planted faults, run, prove, find a flipped byte, release. */
export const story = (name: string, sample: string): readonly Scene[] => {
  const source = `${name}/src/${name}`;
  return [
    { say: 'A new automation, with its locked environment', args: ['init', name, '--yes'], exit: 0 },
    { say: 'It meets its policy, ruff, mypy and pytest', args: ['check'], in: name, exit: 0 },
    {
      say: 'A badly named module and a type error are planted',
      props: [
        { do: 'write', path: `${source}/Parse-Bank.py`, text: '"""Bank statements."""\n' },
        {
          do: 'write',
          path: `${source}/average.py`,
          text: '"""An average with a fault."""\n\n\ndef average(values: list[int]) -> int:\n    """Mean of the values."""\n    return sum(values) / len(values)\n',
        },
      ],
      args: ['check'],
      in: name,
      exit: 1,
      shows: ['NAM003', `src/${name}/Parse-Bank.py`, `src/${name}/average.py:6:`, 'mypy'],
    },
    {
      say: 'Both are taken out again',
      props: [
        { do: 'remove', path: `${source}/Parse-Bank.py` },
        { do: 'remove', path: `${source}/average.py` },
      ],
      args: ['check'],
      in: name,
      exit: 0,
    },
    { say: 'The automation runs, authorised and recorded', args: ['run', name], in: name, exit: 0 },
    { say: 'The log proves itself', args: ['audit', 'verify'], in: name, exit: 0 },
    {
      say: 'One byte is flipped in a copy of the log',
      props: [{ do: 'copy-log-and-flip', to: 'tampered-log' }],
      args: ['audit', 'verify', '../tampered-log'],
      in: name,
      exit: 4,
      shows: ['NOT SOUND'],
    },
    {
      say: 'A feature is committed',
      props: [{ do: 'write', path: `${name}/data/in/invoices-2026-02.csv`, text: sample }],
      program: 'git',
      args: ['add', '--all'],
      in: name,
      exit: 0,
    },
    {
      say: '',
      program: 'git',
      args: ['commit', '--quiet', '-m', 'feat: take in the invoices of February'],
      in: name,
      exit: 0,
    },
    {
      say: 'The next version follows from the history: 0.1.0 → 0.2.0',
      args: ['release', '--yes'],
      in: name,
      exit: 0,
      shows: ['0.2.0'],
    },
    {
      say: 'The tag is signed, and git itself says by whom',
      program: 'git',
      args: ['-c', 'gpg.ssh.allowedSignersFile=.autogov/allowed_signers', 'verify-tag', 'v0.2.0'],
      needs: 'ssh-keygen',
      in: name,
      exit: 0,
      shows: ['Good "git" signature'],
    },
  ];
};
