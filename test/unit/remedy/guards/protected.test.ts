import { expect, test } from 'vitest';
import type { KubeObject, ObjectOf } from '../../../../src/kube/object.ts';
import type { Subject } from '../../../../src/remedy/guards/live-facts.ts';
import { protectedObjects } from '../../../../src/remedy/guards/protected.ts';
import { type Installation, PLAIN_INSTALLATION, type Protection } from '../../../../src/remedy/guards/settings.ts';
import { judge, pod, reasonOf, SHOP, WEB, withMetadata } from './known-facts.ts';

function of(object: KubeObject, more: Partial<Subject> = {}, installation: Partial<Installation> = {}) {
  return judge(protectedObjects, 'protected', {
    subjects: [{ object, owners: [], namespace: SHOP, ...more }],
    installation: { ...PLAIN_INSTALLATION, ...installation },
  });
}

function object(apiVersion: string, kind: string): KubeObject {
  return { apiVersion, kind, metadata: { name: 'thing' } };
}

const NODE: ObjectOf<'Node'> = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } };
const MIRROR = withMetadata(pod('etcd'), { annotations: { 'kubernetes.io/config.mirror': 'abc' } });

test('lets an ordinary workload and a worker pass', () => {
  expect(of(WEB).allows).toBe(true);
  expect(of(NODE, { namespace: null }).allows).toBe(true);
  expect(of(withMetadata(WEB, { labels: { 'mekhanikube.io/protected': 'false' } })).allows).toBe(true);
});

const PARTS: readonly (readonly [Protection, KubeObject])[] = [
  ['system-namespaces', withMetadata(WEB, { namespace: 'kube-system' })],
  ['system-namespaces', withMetadata(WEB, { namespace: 'kube-public' })],
  ['system-namespaces', withMetadata(WEB, { namespace: 'kube-node-lease' })],
  ['system-namespaces', withMetadata(SHOP, { name: 'kube-system' })],
  ['own-namespaces', withMetadata(WEB, { namespace: 'ops' })],
  ['critical-pods', pod('dns', { spec: { priorityClassName: 'system-cluster-critical' } })],
  [
    'critical-pods',
    { ...WEB, spec: { template: { spec: { priorityClassName: 'system-node-critical' } } } } as KubeObject,
  ],
  ['mirror-pods', MIRROR],
  ['control-plane-nodes', withMetadata(NODE, { labels: { 'node-role.kubernetes.io/control-plane': '' } })],
  ['control-plane-nodes', { ...NODE, spec: { taints: [{ key: 'node-role.kubernetes.io/master' }] } } as KubeObject],
  ['custom-resource-definitions', object('apiextensions.k8s.io/v1', 'CustomResourceDefinition')],
  ['rbac', object('rbac.authorization.k8s.io/v1', 'RoleBinding')],
  ['webhooks', object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration')],
  ['admission-policies', object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy')],
  ['persistent-volumes', object('v1', 'PersistentVolume')],
];

test.each(PARTS)('%s: closed, and opened by the installation alone (%#)', (part, thing) => {
  const own = { ownNamespaces: ['ops'] };
  expect(of(thing, {}, own)).toMatchObject({ allows: false, id: 'Protected' });
  expect(of(thing, {}, { ...own, opened: [part] }).allows).toBe(true);
});

test('opening one part opens no other', () => {
  const both = withMetadata(MIRROR, { namespace: 'kube-system' });
  expect(reasonOf(of(both, {}, { opened: ['mirror-pods'] }))).toBe(
    'Pod kube-system/etcd is protected: kube-system is a namespace of the system',
  );
});

test('the marker protects from the object, its owners and its namespace', () => {
  const labels = { 'mekhanikube.io/protected': 'true' };
  expect(reasonOf(of(withMetadata(WEB, { labels })))).toContain('it carries mekhanikube.io/protected=true');
  expect(of(withMetadata(WEB, { annotations: labels })).allows).toBe(false);
  const owned = of(pod('web-1'), { owners: [withMetadata(WEB, { labels })] });
  expect(reasonOf(owned)).toBe(
    'Pod shop/web-1 is protected: Deployment shop/web carries mekhanikube.io/protected=true',
  );
  expect(of(WEB, { namespace: withMetadata(SHOP, { annotations: labels }) }).allows).toBe(false);
});

test('no installation opens what carries the marker', () => {
  const labels = { 'mekhanikube.io/protected': 'true' };
  expect(of(withMetadata(WEB, { labels }), {}, { opened: PARTS.map(([part]) => part) }).allows).toBe(false);
});

test('a namespace can switch remediation off', () => {
  const labels = { 'mekhanikube.io/remediation': 'disabled' };
  expect(of(WEB, { namespace: withMetadata(SHOP, { labels }) }).allows).toBe(false);
  expect(of(WEB, { namespace: withMetadata(SHOP, { labels: { 'mekhanikube.io/remediation': 'x' } }) }).allows).toBe(
    true,
  );
});

test('globs of names and namespaces, for owners too', () => {
  expect(of(WEB, {}, { protectedNames: ['w?b'] }).allows).toBe(false);
  expect(of(WEB, {}, { protectedNames: ['we'] }).allows).toBe(true);
  expect(of(pod('x'), { owners: [WEB] }, { protectedNames: ['web'] }).allows).toBe(false);
  expect(reasonOf(of(WEB, {}, { protectedNamespaces: ['sh*'] }))).toBe(
    'Deployment shop/web is protected by the installation: namespace shop is one of "sh*"',
  );
});

test('one protected object of many is enough', () => {
  const subjects = [WEB, withMetadata(WEB, { namespace: 'kube-system' })].map((thing) => {
    return { object: thing, owners: [], namespace: SHOP };
  });
  expect(judge(protectedObjects, 'protected', { subjects }).allows).toBe(false);
});
