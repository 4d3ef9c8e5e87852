/**
 * Parts of node that not every command needs. Each costs a few milliseconds to load in the executable, as much as the rest of a
 * start, so they are fetched at their first use; `process.getBuiltinModule` does that without a promise.
 */
export const builtin = {
  childProcess: () => process.getBuiltinModule('node:child_process'),
  crypto: () => process.getBuiltinModule('node:crypto'),
  os: () => process.getBuiltinModule('node:os'),
  tty: () => process.getBuiltinModule('node:tty'),
} as const;
