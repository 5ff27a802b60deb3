import { expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import type { Manager } from '../../../../src/remedy/guards/live-facts.ts';
import { ownership } from '../../../../src/remedy/guards/ownership.ts';
import type { Write } from '../../../../src/remedy/write.ts';
import { judge, pod, reasonOf, WEB, withMetadata } from './known-facts.ts';

const OBJECT = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const HPA = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web' };
const MANAGER: Manager = { ref: HPA, kind: 'hpa', manages: 'replicas', object: OBJECT };
const ACT = { hpa: 'Act', gitops: 'Act' } as const;

function patching(object: KubeObject): readonly Write[] {
  return [{ verb: 'patch', before: object, edits: [] }];
}

test('lets an object pass that nobody else sets', () => {
  expect(judge(ownership, 'ownership', { writes: patching(WEB) })).toEqual({ allows: true });
});

test('an autoscaler: Skip denies, Route says where to, Act goes on with a note', () => {
  const of = (hpa: 'Skip' | 'Route' | 'Act') =>
    judge(ownership, 'ownership', { managers: [MANAGER], respect: { hpa, gitops: 'Propose' } });
  const reason = 'HorizontalPodAutoscaler shop/web sets the replicas of Deployment shop/web';
  expect(of('Skip')).toEqual({ allows: false, id: 'Managed', reason });
  const hint = 'change its bounds instead: hpa.adjust on HorizontalPodAutoscaler shop/web';
  expect(of('Route')).toEqual({ allows: false, id: 'Route', reason, hint });
  expect(of('Act')).toEqual({ allows: true, note: `${reason}, and the policy acts all the same` });
});

test.each([
  ['label argocd.argoproj.io/instance=shop', { labels: { 'argocd.argoproj.io/instance': 'shop' } }, 'Argo CD'],
  [
    'annotation argocd.argoproj.io/tracking-id=x',
    { annotations: { 'argocd.argoproj.io/tracking-id': 'x' } },
    'Argo CD',
  ],
  ['label kustomize.toolkit.fluxcd.io/name=a', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'a' } }, 'Flux'],
  ['annotation meta.helm.sh/release-name=r', { annotations: { 'meta.helm.sh/release-name': 'r' } }, 'Helm'],
  ['label app.kubernetes.io/managed-by=Helm', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }, 'Helm'],
  ['field manager argocd-controller', { managedFields: [{ manager: 'argocd-controller' }] }, 'Argo CD'],
])('what applies Git is known by %s', (mark, metadata, by) => {
  const writes = patching(withMetadata(WEB, metadata));
  expect(reasonOf(judge(ownership, 'ownership', { writes }))).toBe(`Deployment shop/web is applied by ${by} (${mark})`);
  expect(judge(ownership, 'ownership', { writes, respect: ACT }).allows).toBe(true);
});

test('Propose says where the change belongs, Skip does not', () => {
  const writes = patching(withMetadata(WEB, { annotations: { 'meta.helm.sh/release-name': 'r' } }));
  expect(judge(ownership, 'ownership', { writes })).toHaveProperty('hint');
  const respect = { hpa: 'Route', gitops: 'Skip' } as const;
  expect(judge(ownership, 'ownership', { writes, respect })).not.toHaveProperty('hint');
});

test('a status that a controller writes, and labels that a pod has from its template, make nobody its owner', () => {
  const status = withMetadata(WEB, { managedFields: [{ manager: 'helm-controller', subresource: 'status' }] });
  expect(judge(ownership, 'ownership', { writes: patching(status) }).allows).toBe(true);
  const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true }];
  const labelled = withMetadata(pod('web-1'), { ownerReferences, labels: { 'app.kubernetes.io/managed-by': 'Helm' } });
  expect(judge(ownership, 'ownership', { writes: patching(labelled) }).allows).toBe(true);
});

test('what belongs to an operator is denied, whatever the policy respects', () => {
  const ownerReferences = [{ apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', name: 'db', controller: true }];
  const writes = patching(withMetadata(WEB, { ownerReferences }));
  expect(reasonOf(judge(ownership, 'ownership', { writes, respect: ACT }))).toBe(
    'Deployment shop/web belongs to Cluster db (postgresql.cnpg.io/v1), whose controller may set it back',
  );
});

test('a kind of another group is not the built-in one of its name', () => {
  const ownerReferences = [{ apiVersion: 'apps.openshift.io/v1', kind: 'Deployment', name: 'x' }];
  expect(judge(ownership, 'ownership', { writes: patching(withMetadata(WEB, { ownerReferences })) }).allows).toBe(
    false,
  );
});

test('what is created is nobody’s yet', () => {
  const manifest = withMetadata(WEB, { labels: { 'app.kubernetes.io/managed-by': 'Helm' } });
  expect(judge(ownership, 'ownership', { writes: [{ verb: 'create', manifest }] }).allows).toBe(true);
});
