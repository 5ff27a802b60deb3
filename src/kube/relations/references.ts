import { targetOf } from '../autoscaling/autoscalers.ts';
import { ingressBackends } from '../network/ingress-backends.ts';
import { webhookService } from '../network/webhooks.ts';
import type { Kind, ObjectOf } from '../object.ts';
import { refTo } from '../object-ref.ts';
import { customReferences } from './custom-references.ts';
import { podReferences } from './pod-references.ts';
import { type Reference, reference } from './relation.ts';

type References<K extends Kind> = (object: ObjectOf<K>) => readonly Reference[];

/** What each kind names. Who owns an object stands in its metadata and is not repeated here. */
const REFERENCES: { readonly [K in Kind]?: References<K> } = {
  Pod: podReferences,
  Ingress: ingressReferences,
  HorizontalPodAutoscaler: (autoscaler) => [reference('scales', targetOf(autoscaler).ref)],
  PersistentVolumeClaim: ({ spec, metadata }) => [
    ...(spec?.volumeName ? [reference('bound to', refTo('PersistentVolume', null, spec.volumeName))] : []),
    ...(spec?.storageClassName ? [reference('of class', refTo('StorageClass', null, spec.storageClassName))] : []),
    ...(spec?.dataSource?.kind === 'PersistentVolumeClaim' && spec.dataSource.name
      ? [reference('reads', refTo('PersistentVolumeClaim', metadata.namespace ?? null, spec.dataSource.name))]
      : []),
  ],
  PersistentVolume: ({ spec }) =>
    spec?.storageClassName ? [reference('of class', refTo('StorageClass', null, spec.storageClassName))] : [],
  StatefulSet: ({ spec, metadata }) =>
    spec?.serviceName ? [reference('governed by', refTo('Service', metadata.namespace ?? null, spec.serviceName))] : [],
  APIService: ({ spec }) => {
    const { namespace, name } = spec?.service ?? {};
    return namespace && name ? [reference('served by', refTo('Service', namespace, name))] : [];
  },
  MutatingWebhookConfiguration: webhookReferences,
  ValidatingWebhookConfiguration: webhookReferences,
  RoleBinding: bindingReferences,
  ClusterRoleBinding: bindingReferences,
  HTTPRoute: customReferences,
  GRPCRoute: customReferences,
  TLSRoute: customReferences,
  TCPRoute: customReferences,
  UDPRoute: customReferences,
  Gateway: customReferences,
  Certificate: customReferences,
  ExternalSecret: customReferences,
  ScaledObject: customReferences,
};

/** Everything that an object names, in the order in which it does. */
export function referencesOf<K extends Kind>(kind: K, object: ObjectOf<K>): readonly Reference[] {
  const references: References<K> | undefined = REFERENCES[kind];
  return references?.(object) ?? [];
}

function ingressReferences(ingress: ObjectOf<'Ingress'>): readonly Reference[] {
  const { metadata, spec } = ingress;
  const namespace = metadata.namespace ?? null;
  return [
    ...ingressBackends(ingress).map(({ service }) => reference('routes to', refTo('Service', namespace, service))),
    ...(spec?.tls ?? []).flatMap(({ secretName }) =>
      secretName ? [reference('reads', refTo('Secret', namespace, secretName))] : [],
    ),
    ...(spec?.ingressClassName ? [reference('of class', refTo('IngressClass', null, spec.ingressClassName))] : []),
  ];
}

function webhookReferences({
  webhooks,
}: ObjectOf<'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration'>): readonly Reference[] {
  return (webhooks ?? []).flatMap((webhook) => {
    const service = webhookService(webhook);
    return service === undefined ? [] : [reference('calls', refTo('Service', service.namespace, service.name))];
  });
}

function bindingReferences(binding: ObjectOf<'RoleBinding' | 'ClusterRoleBinding'>): readonly Reference[] {
  const { roleRef, subjects, metadata } = binding;
  const role =
    roleRef?.kind === 'Role'
      ? refTo('Role', metadata.namespace ?? null, roleRef.name ?? '')
      : refTo('ClusterRole', null, roleRef?.name ?? '');
  return [
    reference('grants', role),
    ...(subjects ?? []).flatMap(({ kind, namespace, name }) =>
      kind === 'ServiceAccount' && namespace && name
        ? [reference('granted to', refTo('ServiceAccount', namespace, name))]
        : [],
    ),
  ];
}
