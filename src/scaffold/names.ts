import { isWindowsReserved } from './paths.js';
import { pythonKeywords, standardModules } from './python-names.js';

/** A longer name would push generated lines past the line length that the generated ruff configuration allows. */
const longest = 40;

/** Packages that the generated repository itself installs, and folders that it has. */
const taken = new Set(
  'autogov coverage mypy pip pluggy pytest pytest-cov ruff setuptools uv uv-build wheel src test tests docs data out build dist main'.split(
    ' ',
  ),
);

/** The Python package of a repository name. */
export const packageOf = (name: string): string => name.replaceAll('-', '_').toLowerCase();

/**
 * Why something can't be the name of a repository, which is also the name of its package, command and automation.
 * @returns undefined if it can
 */
export const nameProblem = (name: string): string | undefined => {
  if (name === '') return 'it is empty';
  if (name.length > longest) return `it is longer than ${longest} characters`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    return 'it is not kebab-case (a-z, 0-9, single hyphens; a letter first)';
  if (isWindowsReserved(name)) return 'it is a device on Windows';
  if (taken.has(name)) return 'the generated repository needs that name itself';
  return packageProblem(packageOf(name));
};

/** The same for the Python package alone. */
export const packageProblem = (name: string): string | undefined => {
  if (name.length > longest) return `it is longer than ${longest} characters`;
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name)) return 'it is not a snake_case package name';
  if (isWindowsReserved(name)) return 'it is a device on Windows';
  if (pythonKeywords.has(name)) return 'it is a word of the Python language';
  if (standardModules.has(name)) return "it would hide a module of Python's standard library";
  return taken.has(name) ? 'the generated repository needs that name itself' : undefined;
};

/** The nearest name that would do, for the advice; undefined if there is none. */
export const suggestName = (name: string): string | undefined => {
  const kebab = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
    .slice(0, longest)
    .replace(/-+$/, '');
  const candidates = [kebab, `${kebab}-automation`];
  return candidates.find((each) => each !== '' && nameProblem(each) === undefined);
};
