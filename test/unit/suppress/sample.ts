import type { Finding } from '../../../src/findings/finding.ts';
import { fingerprint } from '../../../src/findings/fingerprint.ts';
import { type ObjectRef, refTo } from '../../../src/kube/object-ref.ts';
import { viewOf } from '../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../support/fixture.ts';

export const TAKEN_AT = '2026-01-10T12:00:00Z';

/** A finding about an object; what a test does not name is of no concern. */
export function finding(check: string, subject: ObjectRef, more: Partial<Finding> = {}): Finding {
  return {
    id: fingerprint(check, subject, ''),
    check,
    severity: 'high',
    confidence: 'certain',
    since: null,
    title: check,
    message: `${check} on ${subject.name}`,
    subject,
    members: [],
    facts: {},
    evidence: [],
    symptoms: [],
    causes: [],
    change: null,
    fixes: [],
    docs: 'https://kubernetes.io',
    ...more,
  };
}

export const web = refTo('Deployment', 'shop', 'web');
export const api = refTo('Deployment', 'shop', 'api');
export const pod = (name: string) => refTo('Pod', 'shop', name);

interface Parts {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The cluster of these tests: two Deployments with a pod each, in one namespace. */
export function viewWith(parts: {
  readonly namespace?: Parts;
  readonly web?: Parts;
  readonly api?: Parts;
  readonly webPod?: Parts;
}) {
  const meta = (name: string, more: Parts = {}) => ({ name, uid: `uid-${name}`, ...more });
  const owned = (name: string) => ({
    namespace: 'shop',
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: `uid-${name}`, controller: true }],
  });
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: meta('shop', parts.namespace) },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { ...meta('web', parts.web), namespace: 'shop' } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { ...meta('api', parts.api), namespace: 'shop' } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { ...meta('web-1', parts.webPod), ...owned('web') } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { ...meta('api-1'), ...owned('api') } },
  ];
  return viewOf(snapshotOf({ takenAt: TAKEN_AT, objects }));
}
