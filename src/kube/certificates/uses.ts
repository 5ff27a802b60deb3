import type { Json, JsonObject } from '../../base/json.ts';
import { WEBHOOK_KINDS, type WebhookConfiguration, webhookService } from '../network/webhooks.ts';
import type { Keyed, KubeObject, ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refTo } from '../object-ref.ts';
import { isActive } from '../pods.ts';
import { labelsMatch } from '../selectors.ts';
import { validityOf } from './expiry.ts';

/** The kinds whose objects show the certificate of a Secret to somebody, and those between them and the Secret. */
export const CERTIFICATE_USERS = ['APIService', 'Gateway', 'Ingress', 'Pod', 'Service', ...WEBHOOK_KINDS] as const;

type UserKind = (typeof CERTIFICATE_USERS)[number];

/** One object that shows the certificate of a Secret to its clients. */
export interface CertificateUse {
  readonly by: KubeObject;
  readonly namespace: string;
  readonly secret: string;
  /** Where `by` says so, for evidence; of a pod's volume where the pod says so. */
  readonly seen: { readonly object: KubeObject; readonly path: string };
  /** The hosts that its clients ask for; empty where it serves whatever they ask for. */
  readonly hosts: readonly string[];
}

interface Source {
  all<K extends UserKind>(kind: K): readonly ObjectOf<K>[];
}

/** Who shows which Secret's certificate, by `namespace/name` of the Secret. For `view.shared`. */
export function certificateUses(view: Source): ReadonlyMap<string, readonly CertificateUse[]> {
  const uses = new Map<string, CertificateUse[]>();
  const found = [
    ...view.all('Ingress').flatMap(ofIngress),
    ...view.all('Gateway').flatMap(ofGateway),
    ...ofBackends(view),
  ];
  for (const use of found) {
    const key = `${use.namespace}/${use.secret}`;
    const known = uses.get(key);
    if (known === undefined) uses.set(key, [use]);
    else known.push(use);
  }
  return uses;
}

/** The Secrets whose certificate an object shows although it is not valid now. */
export function invalidSecretsOf(
  object: KubeObject,
  view: Source & {
    readonly takenAtMs: number;
    get(kind: 'Secret', namespace: string, name: string): { readonly state: string; readonly object?: Keyed };
    shared<T>(derive: (view: Source) => T): T;
  },
): readonly ObjectRef[] {
  const uses = [...view.shared(certificateUses).values()].flat().filter(({ by }) => by === object);
  return uses.flatMap(({ namespace, secret }) => {
    const tls = view.get('Secret', namespace, secret).object?.tls;
    const state = tls?.state === 'ok' ? validityOf(tls, view.takenAtMs).state : 'unknown';
    return state === 'expired' || state === 'not-yet' ? [refTo('Secret', namespace, secret)] : [];
  });
}

/** The hosts in the certificates that are shown in each namespace, by the Secret. For `view.shared`. */
export function shownNames(
  view: Source & { all(kind: 'Secret'): readonly Keyed[] },
): ReadonlyMap<string, readonly { readonly secret: string; readonly hosts: readonly string[] }[]> {
  const used = certificateUses(view);
  const names = new Map<string, { secret: string; hosts: readonly string[] }[]>();
  for (const { metadata, tls } of view.all('Secret')) {
    const { namespace = '', name } = metadata;
    if (tls?.state !== 'ok' || !used.has(`${namespace}/${name}`)) continue;
    names.set(namespace, [...(names.get(namespace) ?? []), { secret: name, hosts: tls.hosts }]);
  }
  return names;
}

/** Hosts that no rule of the Ingress serves are nobody's. A name with a namespace in it is some controllers' language. */
function ofIngress(ingress: ObjectOf<'Ingress'>): readonly CertificateUse[] {
  const { metadata, spec } = ingress;
  if (metadata.deletionTimestamp !== undefined) return [];
  const served = (spec?.rules ?? []).flatMap(({ host }) => (host ? [host] : []));
  return (spec?.tls ?? []).flatMap(({ secretName, hosts = [] }, index): readonly CertificateUse[] => {
    if (!secretName || secretName.includes('/')) return [];
    return [
      {
        by: ingress,
        namespace: metadata.namespace ?? '',
        secret: secretName,
        seen: { object: ingress, path: `spec.tls[${index}].secretName` },
        hosts: served.length === 0 ? hosts : hosts.filter((host) => served.includes(host)),
      },
    ];
  });
}

function ofGateway(gateway: ObjectOf<'Gateway'>): readonly CertificateUse[] {
  const { metadata, spec } = gateway;
  if (metadata.deletionTimestamp !== undefined) return [];
  return listOf(spec?.['listeners']).flatMap((listener, index) => {
    const tls = recordOf(listener['tls']);
    if (tls['mode'] === 'Passthrough') return [];
    const host = textOf(listener['hostname']);
    return listOf(tls['certificateRefs']).flatMap((ref): readonly CertificateUse[] => {
      if ((textOf(ref['kind']) || 'Secret') !== 'Secret' || textOf(ref['group']) !== '') return [];
      return [
        {
          by: gateway,
          namespace: textOf(ref['namespace']) || (metadata.namespace ?? ''),
          secret: textOf(ref['name']),
          seen: { object: gateway, path: `spec.listeners[${index}].tls.certificateRefs` },
          hosts: host === '' ? [] : [host],
        },
      ];
    });
  });
}

interface Called {
  readonly by: KubeObject;
  readonly namespace: string;
  readonly name: string;
}

/** What the API server calls: the Secrets that the pods behind it mount, of which one may be what they serve with. */
function ofBackends(view: Source): readonly CertificateUse[] {
  const called = calledServices(view);
  if (called.length === 0) return [];
  const services = new Map(view.all('Service').map((service) => [nameOf(service), service]));
  const homes = new Set(called.map(({ namespace }) => namespace));
  const pods = view.all('Pod').filter((pod) => homes.has(pod.metadata.namespace ?? '') && isActive(pod));
  return called.flatMap(({ by, namespace, name }) => {
    const selector = services.get(`${namespace}/${name}`)?.spec?.selector ?? {};
    if (Object.keys(selector).length === 0) return [];
    const behind = (pod: Pod) => pod.metadata.namespace === namespace && labelsMatch(selector, pod.metadata.labels);
    // Replicas mount the same.
    const pod = pods.find(behind);
    return (pod?.spec?.volumes ?? []).flatMap(({ name: volume, secret }): readonly CertificateUse[] => {
      if (pod === undefined || !secret?.secretName) return [];
      const seen = { object: pod, path: `spec.volumes[name=${volume}].secret.secretName` };
      return [{ by, namespace, secret: secret.secretName, seen, hosts: [`${name}.${namespace}.svc`] }];
    });
  });
}

function calledServices(view: Source): readonly Called[] {
  const configurations = WEBHOOK_KINDS.flatMap((kind): readonly WebhookConfiguration[] => view.all(kind));
  const called = new Map<string, Called>();
  const add = (by: KubeObject, service: { namespace?: string | undefined; name?: string | undefined } | undefined) => {
    const { namespace, name } = service ?? {};
    if (namespace && name) called.set(`${by.kind}/${by.metadata.name}/${namespace}/${name}`, { by, namespace, name });
  };
  for (const configuration of configurations) {
    for (const webhook of configuration.webhooks ?? []) add(configuration, webhookService(webhook));
  }
  for (const api of view.all('APIService')) add(api, api.spec?.service);
  return [...called.values()];
}

function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function recordOf(value: Json | undefined): JsonObject {
  return isRecord(value) ? value : {};
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
