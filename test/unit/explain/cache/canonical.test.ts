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
  const one = told('shop-1', 'web-api', '6b4b96944f', 7);
  const other = told('billing-2', 'invoices-db', '7c5d8b9f4', 8);
  expect(other.text).toBe(one.text);
  expect(one.text).toContain('exit code 1, ⟦2⟧ restarts');
  expect(one.text).toContain('port 8080');
  expect(one.slots.slice(0, 6)).toEqual([
    'shop-1',
    'web-api',
    '7',
    'web-api-6b4b96944f-abcde',
    '2026-01-10T12:07:00Z',
    '10.244.0.7',
  ]);
});

test('an answer about one occurrence becomes one about the other', () => {
  const one = told('shop-1', 'web-api', '6b4b96944f', 7);
  const other = told('billing-2', 'invoices-db', '7c5d8b9f4', 8);
  const answer =
    'Deployment shop-1/web-api crashed with exit code 1 after 7 restarts; see Pod web-api-6b4b96944f-abcde.';
  const stored = toSlots(answer, one.slots);
  expect(stored).not.toMatch(/shop|web-api|6b4b/);
  expect(fromSlots(stored, one.slots)).toBe(answer);
  expect(fromSlots(stored, other.slots)).toBe(
    'Deployment billing-2/invoices-db crashed with exit code 1 after 8 restarts; see Pod invoices-db-7c5d8b9f4-abcde.',
  );
});

test('a name that is an ordinary word makes a key of its own, and is kept off the disk all the same', () => {
  const of = (name: string) => canonicalOf(parts`E1: ${`Pod a-1/${name}: the server of the registry`}`, ['a-1', name]);
  expect(of('worker').text).not.toBe(of('server').text);
  expect(toSlots('Pod a-1/worker waits for worker.', of('worker').slots)).not.toMatch(/a-1|worker/);
});

test('a name is taken out as a whole word only, and not from our own words', () => {
  const { text, slots } = canonicalOf(parts`the web-1: ${'web-1 web-12 web-1-0 example.com/web-1:2'}`, ['web-1']);
  expect(text).toBe('the web-1: ⟦0⟧ web-12 ⟦1⟧ example.com/⟦0⟧:2');
  expect(slots.slice(0, 2)).toEqual(['web-1', 'web-1-0']);
});

test('images, paths and hosts are kept off the disk', () => {
  const { slots } = canonicalOf(
    parts`${'Registry registry.example.com has no image registry.example.com/shop/web:2.8'}`,
    [],
  );
  const answer = 'The image registry.example.com/shop/web:2.8 does not exist.';
  expect(toSlots(answer, slots)).not.toContain('example');
  expect(fromSlots(toSlots(answer, slots), slots)).toBe(answer);
});

test('a count is told from the same number elsewhere', () => {
  const { slots } = canonicalOf(parts`${'7 restarts, exit code 7'}`, []);
  expect(slots).toEqual(['7']);
  expect(toSlots('It had 7 restarts and exit code 7.', slots)).toBe('It had ⟦0⟧ restarts and exit code 7.');
});
