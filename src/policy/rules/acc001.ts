import type { Offence } from '../model.js';
import { notApplicable, rule } from '../rule.js';

const path = '.autogov/allowed_signers';
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6p0kVJSo4bBjZ0cD8r4yvYtC0kPSTcWcpyzTbaMk8N';

export default rule({
  id: 'ACC001',
  severity: 'error',
  since: '0.1.0',
  fact: 'repo',
  what: 'A line of allowed_signers is not valid, or grants every namespace.',
  why: 'A key without namespaces may sign anything: runs, releases, approvals and the list itself.',
  next: 'write each line as: <principal> namespaces="autogov.run@v1" ssh-ed25519 <key>',
  pass: [{ files: { [path]: `# who may run\nana@example.com namespaces="autogov.run@v1" ${key}\n` } }],
  fail: [
    { files: { [path]: `ana@example.com ${key}\n` } },
    { files: { [path]: `ana@example.com namespaces="" ${key}\n` } },
    { files: { [path]: 'ana@example.com namespaces="autogov.run@v1" ssh-rsa AAAAB3Nza\n' } },
  ],
  judge: ({ repo }) => {
    const text = repo.text(path);
    if (text === undefined) return notApplicable('there is no .autogov/allowed_signers');
    return text.split('\n').flatMap((line, i): Offence[] => {
      const content = line.trim();
      if (content === '' || content.startsWith('#')) return [];
      const message = objection(content);
      return message === undefined ? [] : [{ path, line: i + 1, column: 1, message, key: content }];
    });
  },
});

/** Principals, options, `ssh-ed25519` and a key of 51 bytes: the name (4 + 11), the length (4), the key (32). */
const objection = (line: string): string | undefined => {
  const at = line.search(/(?:^|\s)ssh-ed25519\s/);
  if (at <= 0) return 'has no ssh-ed25519 key after a principal';
  const [principal = '', ...options] = line.slice(0, at).split(/\s+/);
  const blob = line.slice(at).trim().split(/\s+/)[1] ?? '';
  const bytes = Buffer.from(blob, 'base64');
  if (bytes.length !== 51 || bytes.toString('base64') !== blob) return `the key of ${principal} is not an Ed25519 key`;
  const namespaces = /(?:^|,)namespaces="([^"]*)"/i.exec(options.join(''))?.[1];
  if (namespaces === undefined || namespaces.trim() === '') return `the key of ${principal} has no namespaces`;
  return namespaces.includes('*')
    ? `the key of ${principal} has every namespace that matches ${namespaces}`
    : undefined;
};
