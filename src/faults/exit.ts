/** Exit codes of autogov itself; `run` hands on the child's own code instead. */
export const exit = {
  ok: 0,
  findings: 1,
  usage: 2,
  environment: 3,
  trust: 4,
  conflict: 5,
  bug: 70,
  busy: 75,
  /** What `run` answers when autogov, not the child, refused or failed. */
  refused: 125,
  interrupted: 130,
} as const;
