import type { Finding } from '../../../../src/findings/finding.ts';
import type { ObjectRef } from '../../../../src/kube/object-ref.ts';
import type { PolicyFacts } from '../../../../src/remedy/policy/facts.ts';
import { type Policy, parsePolicies } from '../../../../src/remedy/policy/load/parse-policies.ts';

/** Actions of every sort that the rules tell apart. */
export const FACTS: PolicyFacts = {
  actions: [
    { id: 'notify', risk: 'R0', on: 'any', isScaleType: false },
    { id: 'rollout.undo', risk: 'R3', on: ['Deployment', 'StatefulSet', 'DaemonSet'], isScaleType: false },
    { id: 'scale', risk: 'R3', on: ['Deployment', 'StatefulSet'], isScaleType: true },
    { id: 'node.drain', risk: 'R3', on: ['Node'], isScaleType: false },
    { id: 'object.delete', risk: 'R4', on: ['Pod'], isScaleType: false },
  ],
  checkParams: (_id, params) => (JSON.stringify(params).includes('wrong') ? 'wrong is no param' : null),
  checks: ['pod-crash-loop', 'container-oom-killed', 'node-memory-pressure', 'node-disk-pressure'],
};

/** A policy for Deployments that crash, with parts of its spec replaced; undefined takes one away. */
export function document(spec: Record<string, unknown> = {}, parts: Record<string, unknown> = {}): unknown {
  return {
    apiVersion: 'mekhanikube.io/v1alpha1',
    kind: 'RemediationPolicy',
    metadata: { name: 'web' },
    spec: {
      targets: [{ apiVersion: 'apps/v1', kind: 'Deployment' }],
      when: { all: [{ id: 'crash', finding: { check: 'pod-crash-loop' } }] },
      steps: [{ id: 'undo', action: 'rollout.undo' }],
      ...spec,
    },
    ...parts,
  };
}

/** The same, read. */
export function policy(spec: Record<string, unknown> = {}, parts: Record<string, unknown> = {}): Policy {
  const { policies, problems } = parsePolicies('p.yaml', JSON.stringify(document(spec, parts)), FACTS);
  const [one] = policies;
  if (one === undefined) throw new Error(JSON.stringify(problems));
  return one;
}

export function ref(kind: string, name: string, namespace: string | null = 'shop'): ObjectRef {
  return { apiVersion: kind === 'Pod' || kind === 'Node' ? 'v1' : 'apps/v1', kind, namespace, name };
}

export function finding(check: string, subject: ObjectRef, parts: Partial<Finding> = {}): Finding {
  return {
    id: `${check}/${subject.name}`,
    check,
    severity: 'high',
    confidence: 'certain',
    since: null,
    title: check,
    message: check,
    subject,
    members: [],
    facts: {},
    evidence: [],
    symptoms: [],
    causes: [],
    change: null,
    fixes: [],
    docs: 'https://example.com',
    ...parts,
  };
}
