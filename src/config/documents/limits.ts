/** Bytes of a configuration file. */
export const maximumSize = 5 * 1024 * 1024;
/** Characters of YAML, whose parser makes several objects of each. */
export const maximumYaml = 1024 * 1024;
/** Levels of nesting. */
export const maximumDepth = 64;
/** YAML aliases that one document may expand to. */
export const maximumAliases = 100;
