import { certificateUses } from '../certificates/uses.ts';
import type { Keyed, KubeObject, ObjectOf, Pod, PodSpec } from '../object.ts';
import { DAY_MS } from '../time.ts';
import { configReferencesOf } from './references.ts';

/** The kinds that name ConfigMaps and Secrets of their namespace. */
export const CONSUMERS = [
  'APIService',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Gateway',
  'Ingress',
  'Job',
  'MutatingWebhookConfiguration',
  'Pod',
  'ReplicaSet',
  'Service',
  'ServiceAccount',
  'StatefulSet',
  'ValidatingWebhookConfiguration',
] as const;

type Consumer = (typeof CONSUMERS)[number];

interface Source {
  all<K extends Consumer>(kind: K): readonly ObjectOf<K>[];
}

/** Every ConfigMap and Secret that something names, as `kind/namespace/name`. For `view.shared`. */
export function namedConfig(view: Source): ReadonlySet<string> {
  const named = new Set<string>();
  const addSpec = ({ metadata }: KubeObject, spec: PodSpec | undefined): void => {
    const { namespace = '' } = metadata;
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata, ...(spec === undefined ? {} : { spec }) };
    for (const { kind, name } of configReferencesOf(pod)) named.add(`${kind}/${namespace}/${name}`);
    for (const { name } of spec?.imagePullSecrets ?? []) named.add(`Secret/${namespace}/${name ?? ''}`);
  };
  for (const pod of view.all('Pod')) addSpec(pod, pod.spec);
  for (const job of view.all('CronJob')) addSpec(job, job.spec?.jobTemplate?.spec?.template?.spec);
  for (const kind of ['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'StatefulSet'] as const) {
    for (const workload of view.all(kind)) addSpec(workload, workload.spec?.template?.spec);
  }
  for (const { metadata, imagePullSecrets } of view.all('ServiceAccount')) {
    for (const { name } of imagePullSecrets ?? []) named.add(`Secret/${metadata.namespace ?? ''}/${name ?? ''}`);
  }
  for (const key of certificateUses(view).keys()) named.add(`Secret/${key}`);
  return named;
}

/** When a ConfigMap or Secret that nothing names was made; undefined for one that is named, or may be needed otherwise. */
export function unusedSince(
  object: Keyed,
  view: { age(timestamp: string): number; shared<T>(derive: (view: Source) => T): T },
): string | undefined {
  const { namespace = '', name, creationTimestamp } = object.metadata;
  if (creationTimestamp === undefined || !isForConsumers(object, view.age(creationTimestamp))) return undefined;
  return view.shared(namedConfig).has(`${object.kind}/${namespace}/${name}`) ? undefined : creationTimestamp;
}

/** Labels that say where an object comes from; any other may be how somebody finds it. */
const ORIGIN = /^(app\.kubernetes\.io\/.*|helm\.sh\/.*|app|chart|release|heritage|kubernetes\.io\/metadata\.name)$/;
/** What Kubernetes, OpenShift, Helm and Istio make for themselves. */
const MADE_BY_OTHERS =
  /^(kube-root-ca\.crt|openshift-service-ca\.crt|istio-.*|sh\.helm\.release\..*|bootstrap-token-.*|.*-(token|dockercfg)-[a-z0-9]{5})$/;
const SYSTEM = /^(kube-|openshift-)/;

/** True for an object that is named nowhere only if nobody needs it, as far as can be told. */
export function isForConsumers({ metadata }: Keyed, ageMs: number): boolean {
  const { name, namespace = '', labels = {}, ownerReferences = [], deletionTimestamp } = metadata;
  if (deletionTimestamp !== undefined || ownerReferences.length > 0 || ageMs < DAY_MS) return false;
  if (SYSTEM.test(namespace) || MADE_BY_OTHERS.test(name)) return false;
  return Object.keys(labels).every((key) => ORIGIN.test(key));
}
