import type { Json } from '../../base/json.ts';
import type { Finding } from '../../findings/finding.ts';
import { kindOf } from '../../kube/kinds.ts';
import type { Kind } from '../../kube/object.ts';
import type { ObjectRef } from '../../kube/object-ref.ts';

/** A value for a placeholder. */
export interface Name {
  readonly text: string;
  /** Where the object lies: null for one that lies in no namespace, undefined for what is no object. */
  readonly namespace: string | null | undefined;
}

/** The fact that names an object of this kind, in the checks that state one. */
const FACT_OF: { readonly [kind in Kind]?: string } = {
  ConfigMap: 'configMap',
  Job: 'job',
  LimitRange: 'limitRange',
  Node: 'node',
  PersistentVolumeClaim: 'claim',
  Pod: 'pod',
  PriorityClass: 'priorityClass',
  ReplicaSet: 'replicaSet',
  ResourceQuota: 'quota',
  Secret: 'secret',
  Service: 'service',
  ServiceAccount: 'serviceAccount',
};

/** The first object of a kind that a finding names: what was judged, then its facts, then what else it points at. */
export function nameOfKind(finding: Finding, kind: Kind): Name | undefined {
  const ofKind = (refs: readonly ObjectRef[]) => refs.find((ref) => isOf(ref, kind) && isName(ref.name));
  const judged = ofKind([finding.subject, ...finding.members]);
  if (judged !== undefined) return nameOf(judged);
  const fact = FACT_OF[kind];
  const stated = fact === undefined ? undefined : objectFact(finding, fact, kind);
  if (stated !== undefined) return stated;
  const near = ofKind([
    ...finding.evidence.map(({ object }) => object),
    ...finding.symptoms.map(({ subject }) => subject),
    ...finding.causes.map(({ subject }) => subject),
  ]);
  return near === undefined ? undefined : nameOf(near);
}

/** The namespace in which to look: that of what was judged, or else the one that a fact names. */
export function homeOf(finding: Finding): string | undefined {
  const { subject, evidence, facts } = finding;
  if (isOf(subject, 'Namespace')) return subject.name;
  const service = typeof facts['service'] === 'string' ? /^([^/]+)\//.exec(facts['service'])?.[1] : undefined;
  const seen = [facts['namespace'], judgedOf(finding).namespace, subject.namespace, service];
  return [...seen, ...evidence.map(({ object }) => object.namespace)].find(isName);
}

/** The object that was judged; the first of several. */
export function judgedOf({ subject, members }: Finding): ObjectRef {
  return members[0] ?? subject;
}

/** True for an object of a kind of the catalogue, and not of another group's kind of that name. */
export function isOf(ref: ObjectRef, kind: Kind): boolean {
  return kindOf(ref.apiVersion, ref.kind)?.kind === kind;
}

/** True for what can be the name of an object or a container: nothing else is put into a command for one. */
export function isName(value: Json | undefined): value is string {
  return typeof value === 'string' && value.length <= 253 && /^[A-Za-z0-9][A-Za-z0-9._:-]*$/.test(value);
}

function nameOf(ref: ObjectRef): Name {
  return { text: ref.name, namespace: ref.namespace };
}

/** An object that a fact names, alone or as `namespace/name`. */
function objectFact(finding: Finding, fact: string, kind: Kind): Name | undefined {
  const value = finding.facts[fact];
  if (typeof value !== 'string') return undefined;
  if (kind === 'Node' || kind === 'PriorityClass') return isName(value) ? { text: value, namespace: null } : undefined;
  const [first, second, ...more] = value.split('/');
  if (more.length > 0) return undefined;
  if (second === undefined) return isName(first) ? { text: first, namespace: homeOf(finding) } : undefined;
  return isName(first) && isName(second) ? { text: second, namespace: first } : undefined;
}
