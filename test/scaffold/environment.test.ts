import { describe, expect, test } from 'vitest';
import type { Completed } from '../../src/ports/index.js';
import { uvFault } from '../../src/scaffold/environment.js';

const ended = (stderr: string, more: Partial<Completed> = {}): Completed => ({
  code: 2,
  signal: undefined,
  stdout: new Uint8Array(),
  stderr: new TextEncoder().encode(stderr),
  timedOut: false,
  truncated: false,
  failure: undefined,
  elapsed: 1,
  pid: undefined,
  ...more,
});

describe('how uv failed', () => {
  test.each([
    [
      'Using CPython 3.11.7\nerror: Request failed after 3 retries\n  cause: Failed to fetch: `https://u:p@nexus.example/simple/ruff/`\n  cause: client error (Connect)\n  cause: dns error\n',
      'AG511',
      'the package index cannot be reached: dns error',
    ],
    [
      'error: Failed to fetch\n  Caused by: invalid peer certificate: UnknownIssuer\n',
      'AG221',
      'certificate was refused',
    ],
    [
      '  × No solution found\n  ╰─▶ Because only ruff<0.1 is available, it is unsatisfiable.\n',
      'AG508',
      'uv lock failed: Because only ruff<0.1',
    ],
    ['error: Failed to fetch: `https://u:p@nexus.example/simple/`\n', 'AG508', 'https://nexus.example'],
    ['  hint: Packages were unavailable because the network was disabled.\n', 'AG511', 'the network was disabled'],
    ['', 'AG508', 'no reason given'],
  ])('%j is %s', (stderr, code, message) => {
    const fault = uvFault('lock', ended(stderr));
    expect(fault).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(fault.message).not.toContain('u:p@');
  });

  test.each([
    [{ code: undefined, failure: 'EACCES' }, 'AG214'],
    [{ code: undefined, timedOut: true }, 'AG508'],
    [{ code: undefined, signal: 'SIGKILL' }, 'AG508'],
  ])('%j is %s', (more, code) => expect(uvFault('sync', ended('', more)).code).toBe(code));
});
