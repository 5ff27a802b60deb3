import { expect, test } from 'vitest';
import { known, type RightsFacts } from '../../../../src/remedy/guards/facts.ts';
import { rights } from '../../../../src/remedy/guards/rights.ts';

const PATCH = { group: 'apps', resource: 'deployments', verb: 'patch', namespace: 'shop', name: 'web' } as const;
const EVICT = { group: '', resource: 'pods', subresource: 'eviction', verb: 'create', namespace: null } as const;
const verdict = (facts: RightsFacts) => rights.judge({ rights: known(facts) });

test('lets pass where every right is there', () => {
  expect(verdict([{ right: PATCH, answer: 'allowed' }]).allows).toBe(true);
});

test('names the verb, the resource, the object and the namespace of each right that is missing', () => {
  const facts = [PATCH, EVICT].map((right) => ({ right, answer: 'denied' as const }));
  expect(verdict(facts)).toMatchObject({
    id: 'Forbidden',
    reason:
      'no right to patch deployments.apps web in namespace shop; no right to create pods/eviction in the whole cluster',
  });
});

test('an answer that did not come denies', () => {
  expect(verdict([{ right: PATCH, answer: { unknown: 'timeout' } }])).toMatchObject({ allows: false, id: 'Unknown' });
});
