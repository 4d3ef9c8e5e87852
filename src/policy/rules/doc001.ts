import { valueAt } from '../../config/index.js';
import { asList, asTable, asText } from '../facts/values.js';
import type { Edit } from '../model.js';
import { paths, rule } from '../rule.js';

const names = ['README.md', 'README.rst', 'README.txt', 'README', 'readme.md'];

export default rule({
  id: 'DOC001',
  severity: 'warning',
  since: '0.1.0',
  fact: 'repo',
  and: ['manifest'],
  what: 'The README does not say what the automation is for, who owns it and how to run it.',
  why: 'Who is called at night to an automation that is not theirs has only this page.',
  next: 'add a heading for each: Purpose, Owner, How to run',
  fixable: true,
  pass: [
    {
      files: {
        'README.md':
          '# Invoices\n\n## Purpose\n\nImports.\n\n## Owner\n\nFinance.\n\n## How to run\n\n`autogov run invoices`\n',
      },
    },
  ],
  fail: [
    { files: paths('pyproject.toml') },
    {
      files: {
        'README.md': '# Invoices\n\n## Purpose\n\nImports.\n',
        'automation.yaml': 'project: { owner: finance }\nautomations:\n  - id: invoices\n',
      },
    },
  ],
  judge: ({ repo, manifest }) => {
    const path = names.find((name) => repo.stat(name) !== undefined);
    const text = path === undefined ? '' : (repo.text(path) ?? '');
    const headings = headingsOf(text);
    const missing = topics.filter(({ heading }) => !headings.some((each) => heading.test(each)));
    if (path !== undefined && missing.length === 0) return [];
    const owner = asText(valueAt(manifest?.document.value, '/project/owner'));
    const first = asText(asTable(asList(valueAt(manifest?.document.value, '/automations'))[0])['id']);
    const known = { owner, run: first === undefined ? undefined : `\`autogov run ${first}\``, purpose: undefined };
    const edits = missing.flatMap(({ id, title }): Edit[] => {
      const body = known[id];
      return body === undefined
        ? []
        : [{ op: 'append', path: path ?? 'README.md', lines: ['', `## ${title}`, '', body] }];
    });
    return [
      {
        path: path ?? '.',
        message:
          path === undefined
            ? 'there is no README'
            : `the README has no heading for ${missing.map(({ word }) => word).join(', ')}`,
        key: 'headings',
        // Only a person knows the purpose; what the manifest says can be written down.
        ...(path !== undefined && edits.length === missing.length ? { edits } : {}),
      },
    ];
  },
});

const topics = [
  { id: 'purpose', title: 'Purpose', word: 'purpose', heading: /purpose|overview|about|what (it|this)/i },
  { id: 'owner', title: 'Owner', word: 'owner', heading: /owner|maintain|contact|team/i },
  { id: 'run', title: 'How to run', word: 'how to run', heading: /\brun|usage|quick ?start|getting started|how to/i },
] as const;

/** Headings of Markdown (`# …`) and reStructuredText (underlined). */
const headingsOf = (text: string): readonly string[] => {
  const lines = text.split(/\r?\n/);
  return lines.filter((line, i) => {
    if (/^#{1,6} /.test(line)) return true;
    const under = lines[i + 1] ?? '';
    return line.trim() !== '' && /^(={3,}|-{3,}|~{3,}|\^{3,})$/.test(under);
  });
};
