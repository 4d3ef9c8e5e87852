/**
 * Name and version of every package in a uv.lock, by its own layout: `[[package]]`, then `name`, then `version`. A package that
 * is locked in several versions (for several platforms) has an empty version here.
 */
export const lockedVersions = (text: string): ReadonlyMap<string, string> => {
  const versions = new Map<string, string>();
  for (const [, name = '', version = ''] of text.matchAll(
    /^\[\[package\]\]\r?\nname = "([^"]+)"\r?\n(?:version = "([^"]*)")?/gm,
  )) {
    versions.set(name, versions.has(name) && versions.get(name) !== version ? '' : version);
  }
  return versions;
};
