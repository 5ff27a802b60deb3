import { describe, expect, it } from 'vitest';
import { rbacRefusalIn, refusedText } from '../../../../src/kube/rbac/refusal.ts';

const account = { namespace: 'shop', name: 'web' };

describe('a refusal in a text', () => {
  it.each([
    [
      'pods is forbidden: User "system:serviceaccount:shop:web" cannot list resource "pods" in API group "" in the namespace "shop"',
      { verb: 'list', resource: 'pods', group: '', namespace: 'shop', path: '', serviceAccount: account },
      'list pods in namespace shop',
    ],
    [
      'E0110 12:00:00 reflector.go:1] "Failed" err="widgets.example.com is forbidden: User \\"system:serviceaccount:shop:web\\" cannot watch resource \\"widgets\\" in API group \\"example.com\\" at the cluster scope"',
      { verb: 'watch', resource: 'widgets', group: 'example.com', namespace: null, serviceAccount: account },
      'watch widgets.example.com in the whole cluster',
    ],
    [
      '{"msg":"pods \\"web-0\\" is forbidden: User \\"system:serviceaccount:shop:web\\" cannot create resource \\"pods/exec\\" in API group \\"\\" in the namespace \\"shop\\": RBAC: role.rbac.authorization.k8s.io \\"x\\" not found"}',
      { verb: 'create', resource: 'pods/exec', namespace: 'shop' },
      'create pods/exec in namespace shop',
    ],
    [
      'forbidden: User "system:serviceaccount:shop:web" cannot get path "/metrics"',
      { verb: 'get', resource: '', path: '/metrics', serviceAccount: account },
      'get /metrics',
    ],
    [
      'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
      { user: 'jane', serviceAccount: null },
      'list nodes in the whole cluster',
    ],
  ])('is read: %s', (text, expected, wish) => {
    const refusal = rbacRefusalIn(text);
    expect(refusal).toMatchObject(expected);
    expect(refusal === undefined ? '' : refusedText(refusal)).toBe(wish);
  });

  it.each(['', 'User "jane" cannot see the page', 'you cannot list resource "pods"'])('is not seen in: %s', (text) => {
    expect(rbacRefusalIn(text)).toBeUndefined();
  });
});
