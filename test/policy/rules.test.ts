import { describe, expect, test } from 'vitest';
import { describeRule } from '../../src/policy/describe.js';
import { openFacts } from '../../src/policy/facts/facts.js';
import { sourceOf } from '../../src/policy/facts/source.js';
import type { Example, Rule } from '../../src/policy/rule.js';
import { rules } from '../../src/policy/rules/index.gen.js';

const judge = async (rule: Rule, example: Example) =>
  rule.judge(await openFacts(sourceOf(example.files, example.name), '2026-01-02').load(rule.facts));

const cases = rules.flatMap((rule) => [
  ...rule.pass.map((example, i) => ({ rule, example, holds: true, label: `${rule.id} passes example ${i + 1}` })),
  ...rule.fail.map((example, i) => ({ rule, example, holds: false, label: `${rule.id} fails example ${i + 1}` })),
]);

describe('every rule holds on its own examples', () => {
  test.each(cases)('$label', async ({ rule, example, holds }) => {
    const verdict = await judge(rule, example);
    if ('notApplicable' in verdict) expect.fail(`not applicable: ${verdict.notApplicable}`);
    expect(verdict.length > 0).toBe(!holds);
    for (const offence of verdict) {
      expect(offence.message).not.toBe('');
      expect(offence.line ?? 1).toBeGreaterThan(0);
      if (!rule.fixable) expect(offence.edits).toBeUndefined();
    }
  });
});

describe('every rule is told apart and documented', () => {
  test('ids are unique, in order, and of the catalogue’s form', () => {
    const ids = rules.map((rule) => rule.id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const id of ids) expect(id).toMatch(/^[A-Z]{3}\d{3}$/);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    expect(rule.pass.length).toBeGreaterThan(0);
    expect(rule.fail.length).toBeGreaterThan(0);
    expect(rule.facts).toContain(rule.fact);
    const page = describeRule(rule);
    for (const part of [`# ${id}`, rule.what, rule.why, '## Passes', '## Fails', `rule: ${id}`])
      expect(page).toContain(part);
  });

  test.each(rules.filter((rule) => rule.fixable).map((rule) => [rule.id, rule] as const))(
    '%s has an example that --fix mends',
    async (_, rule) => {
      const verdicts = await Promise.all(rule.fail.map((example) => judge(rule, example)));
      expect(
        verdicts
          .flatMap((verdict) => ('notApplicable' in verdict ? [] : verdict))
          .some((each) => (each.edits?.length ?? 0) > 0),
      ).toBe(true);
    },
  );
});
