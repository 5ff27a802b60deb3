import type { KubeObject, ObjectOf } from '../../../../src/kube/object.ts';
import type { FactShapes, GuardFacts } from '../../../../src/remedy/guards/facts.ts';
import { known } from '../../../../src/remedy/guards/facts.ts';
import type { Guard, Verdict } from '../../../../src/remedy/guards/guard.ts';
import { PLAIN_INSTALLATION, SAFE_DEFAULTS } from '../../../../src/remedy/guards/settings.ts';

export const NOW = new Date('2026-03-02T10:00:00Z');

export const WEB: ObjectOf<'Deployment'> = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', uid: 'uid-web' },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'web', image: 'web:1' }] } } },
  status: { readyReplicas: 2 },
};

export const SHOP: ObjectOf<'Namespace'> = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', uid: 'uid-shop' },
  status: { phase: 'Active' },
};

const REF = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };

/** For each guard what it lets pass. */
export const ALLOWED: FactShapes = {
  installation: {
    pause: null,
    controls: [{ namespace: 'ops', paused: undefined }],
    isStorageLow: false,
    breaker: null,
  },
  mode: { policy: null, by: 'person', purpose: 'execute' },
  target: {
    ref: REF,
    plannedUid: 'uid-web',
    live: { state: 'found', object: WEB },
    namespaces: [{ name: 'shop', live: { state: 'found', object: SHOP } }],
  },
  protected: { subjects: [{ object: WEB, owners: [], namespace: SHOP }], installation: PLAIN_INSTALLATION },
  allowList: {
    action: 'scale',
    objects: [REF],
    lists: [{ of: 'the installation', allow: PLAIN_INSTALLATION.allow }],
  },
  ownership: { managers: [], writes: [], respect: SAFE_DEFAULTS.respect },
  condition: { state: 'unconditional' },
  schedule: { state: 'unscheduled' },
  cooldown: { state: 'ready' },
  blastRadius: {
    effects: { podsDisrupted: 1 },
    writes: [],
    limits: SAFE_DEFAULTS.blastRadius,
    targets: null,
    losses: [],
  },
  quota: { quotas: [], demand: {}, pod: null, respect: true },
  limitRange: { namespaces: [], respect: true },
  capacity: { need: null, nodes: [], respect: true },
  disruptionBudget: { pods: [], budgets: [], unasked: 0, respect: true },
  rights: [{ right: { group: 'apps', resource: 'deployments', verb: 'patch', namespace: 'shop' }, answer: 'allowed' }],
  approval: { settings: null, risk: 'R2', planId: 'RUN', planHash: 'h', author: 'ann', approvals: [], now: NOW },
  disk: { freeBytes: 2 ** 30, estimateBytes: 2 ** 20, floorBytes: 2 ** 24, problem: null },
  dryRun: { object: REF, refusal: null, settings: SAFE_DEFAULTS, purpose: 'execute' },
  tokens: { rate: { state: 'free' }, onExceeded: 'Queue', concurrency: { state: 'free' } },
};

/** All facts, each known and in order. */
export function allowedFacts(): GuardFacts {
  return Object.fromEntries(Object.entries(ALLOWED).map(([name, value]) => [name, known(value)]));
}

/** Asks one guard about one fact that differs from what is allowed. */
export function judge<Name extends keyof FactShapes>(
  guard: Guard<GuardFacts>,
  name: Name,
  changes: Partial<FactShapes[Name]> = {},
): Verdict {
  return guard.judge({ [name]: known({ ...ALLOWED[name], ...changes }) });
}

/** What a denial says; fails for a yes. */
export function reasonOf(verdict: Verdict): string {
  if (verdict.allows) throw new Error('it was allowed');
  return verdict.reason;
}

export function pod(name: string, more: Partial<ObjectOf<'Pod'>> = {}): ObjectOf<'Pod'> {
  const conditions = [{ type: 'Ready', status: 'True' }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, labels: { app: 'web' } },
    spec: { containers: [{ name: 'web' }] },
    status: { phase: 'Running', conditions },
    ...more,
  };
}

/** Another metadata for an object. */
export function withMetadata<T extends KubeObject>(object: T, metadata: Partial<KubeObject['metadata']>): T {
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}
