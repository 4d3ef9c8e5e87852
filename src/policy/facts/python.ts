/** The least version that a requires-python admits, in ruff's spelling: `>=3.11,<4` → `py311`. */
export const leastPython = (requires: string | undefined): string | undefined => {
  const found = /(?:>=|~=|==)\s*3\.(\d{1,2})/.exec(requires ?? '');
  return found === null ? undefined : `py3${found[1]}`;
};
