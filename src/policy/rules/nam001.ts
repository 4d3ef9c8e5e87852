import { paths, rule } from '../rule.js';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export default rule({
  id: 'NAM001',
  severity: 'warning',
  since: '0.1.0',
  fact: 'repo',
  what: 'The name of the repository is not kebab-case.',
  why: 'The name becomes part of package names, image names and URLs, and not all of them take capitals or underscores.',
  next: 'rename it at the forge (old links are usually redirected), then: git remote set-url origin <new address>',
  pass: [{ name: 'invoice-import', files: paths('README.md') }],
  fail: [
    { name: 'Invoice_Import', files: paths('README.md') },
    { name: 'invoice--import', files: paths('README.md') },
  ],
  judge: ({ repo }) =>
    kebab.test(repo.name)
      ? []
      : [
          {
            path: '.',
            message: `the repository is not named in kebab-case: ${repo.name} → ${toKebab(repo.name)}`,
            key: repo.name,
          },
        ],
});

const toKebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
