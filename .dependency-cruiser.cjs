/** Directions of the house. Each rule says why; `npm run arch` proves with a planted offender that the rules bite. */
const rooms = '^src/(config|evidence|access|audit|policy|tools|scaffold|runs|release|doctor|demo)/';

/** Room → rooms whose door it may import. What is not listed is a wrong way. */
const ways = {
  config: [],
  evidence: [],
  policy: ['config'],
  tools: ['config', 'policy'],
  access: ['config', 'evidence'],
  audit: ['config', 'evidence', 'access'],
  runs: ['config', 'evidence', 'access', 'audit', 'tools'],
  scaffold: ['config', 'policy', 'tools', 'evidence', 'access'],
  release: ['config', 'evidence', 'access', 'audit', 'tools', 'policy', 'runs'],
  doctor: ['config', 'tools', 'access'],
  demo: ['config'],
};

const owners = [
  ['execa', '^src/platform/', 'one place starts processes'],
  ['simple-git', '^src/platform/', 'one git adapter, hardened'],
  ['inquirer', '^src/platform/', 'questions go through the Terminal port'],
  ['listr2', '^src/platform/', 'progress goes through the Terminal port'],
  ['chalk', '^src/platform/', 'colour is decided once'],
  ['commander', '^src/commands/', 'rooms know nothing of a command line'],
  ['ajv', '^src/config/', 'schemas are compiled and explained in one place'],
  ['cosmiconfig', '^src/config/', 'configuration is searched in one place'],
  ['yaml', '^src/config/', 'positions, bounds and edits of YAML live together'],
  ['smol-toml', '^src/config/', 'positions, bounds and edits of TOML live together'],
  ['toml-eslint-parser', '^src/config/', 'positions, bounds and edits of TOML live together'],
  ['liquidjs', '^src/scaffold/', 'templates are rendered in one place'],
  ['semver', '^src/release/|^src/tools/', 'versions are compared where they are decided'],
  ['@renovatebot/pep440', '^src/release/', 'PEP 440 has one reader'],
];

const literal = (name) => name.replace(/[/\-.]/g, '\\$&');

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'A circle has no first file to read.',
      severity: 'error',
      from: { path: '^src' },
      to: { circular: true },
    },
    {
      name: 'rooms-never-import-commands',
      comment: 'A command translates for people; a room must work without one.',
      severity: 'error',
      from: { path: rooms },
      to: { path: '^src/(commands|main|entry)' },
    },
    {
      name: 'only-main-imports-platform',
      comment: 'Everything else meets the world through ports, so a test can write its own world.',
      severity: 'error',
      from: { path: '^src/(?!platform/|main\\.ts|entry/)' },
      to: { path: '^src/platform/' },
    },
    {
      name: 'platform-knows-ports-and-faults-only',
      comment: 'The edge of the world has no opinion on policy or logs.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(?!platform/|ports/|faults/|version\\.gen)' },
    },
    {
      name: 'ports-are-interfaces',
      comment: 'Ports depend on nothing.',
      severity: 'error',
      from: { path: '^src/ports/' },
      to: { path: '^src/(?!ports/)' },
    },
    {
      name: 'faults-know-nobody',
      comment: 'A fault can be thrown from anywhere, so it may import nothing.',
      severity: 'error',
      from: { path: '^src/faults/' },
      to: { path: '^src/(?!faults/)' },
    },
    {
      name: 'through-the-door',
      comment: "Another room is entered by its index.ts; what lies behind is the room's own affair.",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', '^src/(ports|faults)/'] },
    },
    ...Object.entries(ways).map(([room, allowed]) => ({
      name: `ways-out-of-${room}`,
      comment: `The order of rooms is fixed: ${room} may import ${allowed.join(', ') || 'no other room'}.`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: rooms, pathNot: [`^src/(${[room, ...allowed].join('|')})/`] },
    })),
    {
      name: 'a-rule-never-imports-a-rule',
      comment: 'Rules stay one file each, removable alone.',
      severity: 'error',
      from: { path: '^src/policy/rules/(?!index\\.gen)[^/]+\\.ts$' },
      to: { path: '^src/policy/rules/[a-z]{2,3}\\d{3}\\.ts$' },
    },
    ...owners.map(([library, home, why]) => ({
      name: `owner-of-${library.replace(/[@/]/g, '')}`,
      comment: `${library} has one owner: ${why}.`,
      severity: 'error',
      from: { path: '^src/', pathNot: [home] },
      to: { path: `(^|node_modules/)${literal(library)}(/|$)` },
    })),
    {
      name: 'the-world-through-ports',
      comment: 'Files, processes and sockets are touched by platform only.',
      severity: 'error',
      from: { path: '^src/(?!platform/|main\\.ts|entry/)' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(fs|child_process|net|http|https|dgram|worker_threads|os|readline|dns)(/|$)',
      },
    },
    {
      name: 'no-dev-packages-in-src',
      comment: 'What ships must be declared as a dependency.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.js', '.d.ts'],
    },
  },
};
