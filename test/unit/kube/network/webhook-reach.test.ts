import { describe, expect, test } from 'vitest';
import { blocksPodsIn, effectOf, reachOf } from '../../../../src/kube/network/webhook-reach.ts';
import type { Webhook } from '../../../../src/kube/network/webhooks.ts';

const PODS = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }];
const hook = (rest: Webhook = {}): Webhook => ({ name: 'w', rules: PODS, ...rest });
const namespace = (name: string, labels = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { 'kubernetes.io/metadata.name': name, ...labels } },
});
const effect = (webhook: Webhook, ...namespaces: ReturnType<typeof namespace>[]) =>
  effectOf(reachOf([webhook], namespaces.length > 0 ? namespaces : null));

describe('the effect of a webhook that cannot be called', () => {
  test('fails closed where it does not say', () => {
    expect(effect(hook())).toBe('pods');
    expect(effect(hook({ failurePolicy: 'Ignore' }))).toBe('skipped');
  });

  test.each([
    ['*', '*', 'pods'],
    ['', '*/*', 'pods'],
    ['apps', 'deployments', 'requests'],
    ['', 'pods/exec', 'requests'],
  ])('group %j, resource %s: %s', (group, resource, expected) => {
    const rules = [{ apiGroups: [group], apiVersions: ['*'], operations: ['*'], resources: [resource] }];
    expect(effect(hook({ rules }))).toBe(expected);
  });

  test('operations other than creating leave pods alone', () => {
    expect(effect(hook({ rules: [{ ...PODS[0], operations: ['DELETE'] }] }))).toBe('requests');
  });

  test('a namespace selector that no namespace meets', () => {
    const selective = hook({ namespaceSelector: { matchLabels: { inject: 'on' } } });
    expect(effect(selective, namespace('shop'))).toBe('none');
    expect(effect(selective, namespace('shop', { inject: 'on' }))).toBe('pods');
    expect(effect(selective)).toBe('pods');
    expect(effect(hook({ ...selective, rules: [{ ...PODS[0], scope: 'Cluster' }] }), namespace('shop'))).toBe(
      'requests',
    );
  });

  test('an object selector that leaves exceptions out, and one that asks for a label', () => {
    const optOut = { matchExpressions: [{ key: 'policy', operator: 'NotIn', values: ['off'] }] };
    expect(effect(hook({ objectSelector: optOut }))).toBe('pods');
    expect(effect(hook({ objectSelector: {} }))).toBe('pods');
    expect(effect(hook({ objectSelector: { matchLabels: { policy: 'on' } } }))).toBe('requests');
  });

  test('its own namespace can be left out', () => {
    const elsewhere = {
      matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['policy-system'] }],
    };
    expect(blocksPodsIn([hook()], namespace('policy-system'))).toBe(true);
    expect(blocksPodsIn([hook({ namespaceSelector: elsewhere })], namespace('policy-system'))).toBe(false);
    expect(blocksPodsIn([hook({ failurePolicy: 'Ignore' })], namespace('policy-system'))).toBe(false);
  });
});
