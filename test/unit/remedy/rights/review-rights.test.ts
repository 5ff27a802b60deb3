import { expect, test } from 'vitest';
import type { NeededRight } from '../../../../src/remedy/guards/facts.ts';
import { rightText } from '../../../../src/remedy/rights/needed-rights.ts';
import { reviewRights } from '../../../../src/remedy/rights/review-rights.ts';

const evict = (name: string): NeededRight => {
  return { group: '', resource: 'pods', subresource: 'eviction', verb: 'create', namespace: 'shop', name };
};

function server(allowed: (text: string) => boolean) {
  const asked: string[] = [];
  const ask = async (right: NeededRight) => {
    asked.push(rightText(right));
    return allowed(rightText(right));
  };
  return { asked, ask };
}

test('one question for all objects, where all are allowed', async () => {
  const { asked, ask } = server(() => true);
  const facts = await reviewRights([evict('a'), evict('b')], ask);
  expect(asked).toEqual(['create pods/eviction in namespace shop']);
  expect(facts).toEqual([{ right: { ...evict('a'), name: undefined }, answer: 'allowed' }]);
});

test('asks by name where not all are allowed, and names what is not', async () => {
  const { ask } = server((text) => text.includes(' a '));
  const facts = await reviewRights([evict('a'), evict('b')], ask);
  expect(facts.map(({ right, answer }) => `${rightText(right)}: ${String(answer)}`)).toEqual([
    'create pods/eviction a in namespace shop: allowed',
    'create pods/eviction b in namespace shop: denied',
  ]);
});

test('no answer is no yes', async () => {
  const facts = await reviewRights([evict('a')], async () => {
    throw new Error('the API server answered 500');
  });
  expect(facts).toEqual([{ right: evict('a'), answer: { unknown: 'the API server answered 500' } }]);
});
