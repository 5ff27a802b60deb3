import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import type { KubeObject, LabelSelector } from '../../kube/object.ts';
import { defineAction, type Refusal } from '../action.ts';
import type { ListRead, Reader } from '../live/reader.ts';
import { isClusterScoped, isOwnKey, metadataParams, proposeMetadata } from '../workloads/metadata-change.ts';
import { verifyField } from '../workloads/read-back.ts';
import { right, textOf, unreadable } from '../workloads/workload.ts';

/** The kinds that choose other objects of their namespace by labels. */
const CHOOSERS = [
  'DaemonSet',
  'Deployment',
  'Job',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'ReplicaSet',
  'Service',
  'StatefulSet',
] as const;

interface Facts {
  /** Those that choose by this key. */
  readonly choosers: ListRead<KubeObject>;
}

export const metaLabel = defineAction({
  id: 'meta.label',
  title: 'Set or remove a label that nothing selects by',
  on: 'any',
  risk: 'R1',
  rights: [
    ...['daemonsets', 'deployments', 'replicasets', 'statefulsets'].map((resource) => right('apps', resource, 'list')),
    right('batch', 'jobs', 'list'),
    right('networking.k8s.io', 'networkpolicies', 'list'),
    right('policy', 'poddisruptionbudgets', 'list'),
    right('', 'services', 'list'),
  ],
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/',
  params: metadataParams(
    z.string().regex(/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/, { message: 'must be the value of a label' }),
  ),
  example: { key: 'mekhanikube.io/watched', value: 'true' },
  look: async ({ target, params, reader }) => ({ choosers: await choosersBy(params.key, target, reader) }),
  propose: ({ target, params, facts }) => {
    const reasons = [...scopeRefusals(target, params.key), ...chooserRefusals(params.key, facts)];
    return proposeMetadata(target, 'labels', params, reasons);
  },
  verify: ({ target, params: { key, value }, reader }) =>
    verifyField(target, reader, ({ metadata }) => (metadata.labels?.[key] ?? null) === value, `label ${key}`),
});

async function choosersBy(key: string, target: KubeObject, reader: Reader): Promise<ListRead<KubeObject>> {
  const found: KubeObject[] = [];
  if (isClusterScoped(target)) return { state: 'listed', objects: found };
  for (const kind of CHOOSERS) {
    const read = await reader.list(kind, target.metadata.namespace ?? null);
    if (read.state === 'unreadable') return { state: 'unreadable', reason: `${kind}: ${read.reason}` };
    found.push(...read.objects.filter((object) => keysOf(object).includes(key)));
  }
  return { state: 'listed', objects: found };
}

const choosing = z.looseObject({
  spec: z.looseObject({ selector: z.unknown(), podSelector: z.unknown() }).partial().optional(),
});

/** A Service's selector is labels alone; the others have requirements as well. */
function keysOf(object: KubeObject): readonly string[] {
  const { selector, podSelector } = choosing.safeParse(object).data?.spec ?? {};
  return [selector, podSelector].flatMap((one) => {
    if (typeof one !== 'object' || one === null) return [];
    if (object.kind === 'Service') return Object.keys(one);
    const { matchLabels = {}, matchExpressions = [] } = one as LabelSelector;
    return [...Object.keys(matchLabels), ...matchExpressions.flatMap(({ key }) => key ?? [])];
  });
}

function chooserRefusals(key: string, { choosers }: Facts): readonly Refusal[] {
  if (choosers.state === 'unreadable') return [unreadable('Selectors', choosers.reason)];
  if (choosers.objects.length === 0) return [];
  return [{ id: 'selector-label', reason: `${listText(choosers.objects.map(textOf))} select by label ${key}` }];
}

/** Nobody can list all that chooses nodes and namespaces: templates, volumes, policies, webhooks, operators. */
function scopeRefusals(target: KubeObject, key: string): readonly Refusal[] {
  if (!isClusterScoped(target) || isOwnKey(key)) return [];
  return [{ id: 'cluster-scoped', reason: `others may choose ${textOf(target)} by label ${key}` }];
}
