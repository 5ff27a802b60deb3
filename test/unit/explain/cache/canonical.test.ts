import { expect, test } from 'vitest';
import { canonicalOf, fromSlots, toSlots } from '../../../../src/explain/cache/canonical.ts';
import { parts } from '../../../../src/explain/prompt/parts.ts';

const told = (namespace: string, name: string, hash: string, restarts: number) =>
  canonicalOf(
    parts`Problem: Container keeps crashing
E1: ${`Deployment ${namespace}/${name}: Container main keeps crashing: exit code 1, ${restarts} restarts`}
E2: ${`Pod ${namespace}/${name}-${hash}-abcde at 2026-01-10T12:0${restarts}:00Z on 10.244.0.${restarts}, port 8080`}`,
    [namespace, name],
  );

test('two occurrences of one problem are told alike', () => {
  const one = told('shop', 'web', '6b4b96944f', 7);
  const other = told('billing', 'invoices', '7c5d8b9f4', 8);
  expect(other.text).toBe(one.text);
  expect(one.text).toContain('exit code 1, ⟦2⟧ restarts');
  expect(one.text).toContain('port 8080');
  expect(one.slots).toEqual(['shop', 'web', '7', 'web-6b4b96944f-abcde', '2026-01-10T12:07:00Z', '10.244.0.7']);
});

test('an answer about one occurrence becomes one about the other', () => {
  const one = told('shop', 'web', '6b4b96944f', 7);
  const other = told('billing', 'invoices', '7c5d8b9f4', 8);
  const answer = 'Deployment shop/web crashed with exit code 1 after 7 restarts; see Pod web-6b4b96944f-abcde.';
  const stored = toSlots(answer, one.slots);
  expect(stored).not.toMatch(/shop|web|6b4b/);
  expect(fromSlots(stored, one.slots)).toBe(answer);
  expect(fromSlots(stored, other.slots)).toBe(
    'Deployment billing/invoices crashed with exit code 1 after 8 restarts; see Pod invoices-7c5d8b9f4-abcde.',
  );
});

test('a name is taken out as a whole word only, and not from our own words', () => {
  const { text, slots } = canonicalOf(parts`the web: ${'web webhook web-0 example.com/web:2 my-web'}`, ['web']);
  expect(text).toBe('the web: ⟦0⟧ webhook ⟦1⟧ example.com/⟦0⟧:2 my-web');
  expect(slots).toEqual(['web', 'web-0']);
});

test('a count is told from the same number elsewhere', () => {
  const { slots } = canonicalOf(parts`${'7 restarts, exit code 7'}`, []);
  expect(slots).toEqual(['7']);
  expect(toSlots('It had 7 restarts and exit code 7.', slots)).toBe('It had ⟦0⟧ restarts and exit code 7.');
});
