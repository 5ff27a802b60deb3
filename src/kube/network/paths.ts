import type { KubeObject, ObjectOf, Pod } from '../object.ts';
import { type Labels, labelsMatch } from '../selectors.ts';
import { DNS_NAMESPACES, dnsPods, type ServicePort, targetPortOf } from './cluster-dns.ts';
import { isolating, judge, type NetworkPolicy, type Party, partyOf, type Verdict, type Wanted } from './policies.ts';

type Service = ObjectOf<'Service'>;

/** The part of a view that is needed here. */
export interface Policed {
  get(kind: 'Namespace', namespace: null, name: string): { readonly state: string; readonly object?: KubeObject };
  inNamespace(kind: 'NetworkPolicy', namespace: string): readonly NetworkPolicy[];
  selectByLabels(kind: 'Pod', namespace: string, labels: Labels | undefined): readonly Pod[];
  covers(kind: 'NetworkPolicy' | 'Pod' | 'Service', namespace: string): boolean;
}

/** Whether a connection is let through, and what denies it: at the end it leaves, or at the end it enters. */
export interface Passage {
  readonly verdict: Verdict;
  readonly side: 'Egress' | 'Ingress';
  readonly policies: readonly NetworkPolicy[];
}

/** More pods of one Service than this are like the others. */
const MOST_TARGETS = 20;
/** Ports on which distributions let their DNS pods listen. */
const DNS_PORTS = [53, 1053, 5353, 8053];

const OPEN: Passage = { verdict: 'allowed', side: 'Egress', policies: [] };
const UNSURE: Passage = { ...OPEN, verdict: 'unsure' };

/** Whether a pod reaches a Service's pods on one of its ports: denied only if every one of them denies it. */
export function passageTo(client: Pod, service: Service, port: ServicePort, view: Policed): Passage {
  const namespace = service.metadata.namespace ?? '';
  if (client.spec?.hostNetwork === true || !view.covers('Pod', namespace)) return UNSURE;
  const targets = dnsPods(service, view).slice(0, MOST_TARGETS);
  return together(targets.map((target) => passageBetween(client, target, service, port, view)));
}

function passageBetween(client: Pod, target: Pod, service: Service, port: ServicePort, view: Policed): Passage {
  const number = targetPortOf(port, target);
  if (client.metadata.name === target.metadata.name && client.metadata.namespace === target.metadata.namespace)
    return OPEN;
  if (number === undefined) return UNSURE;
  const to = partyOf(target, labelsOfNamespace(target, view), clusterIPs(service));
  // Most plugins see the pod's own port. A policy that names the Service's instead may be right for some.
  const wanted = { ports: [...new Set([number, port.port ?? number])], protocol: port.protocol ?? 'TCP' };
  const out = egress(client, to, wanted, view);
  return out.verdict === 'denied' ? out : worse(out, ingress(client, target, to, wanted, view));
}

function egress(client: Pod, to: Party, wanted: Wanted, view: Policed): Passage {
  const policies = policiesOf(client, 'Egress', view);
  if (policies === undefined) return UNSURE;
  return { verdict: judge(policies, 'Egress', to, to, wanted), side: 'Egress', policies };
}

function ingress(client: Pod, target: Pod, to: Party, wanted: Wanted, view: Policed): Passage {
  if (target.spec?.hostNetwork === true) return UNSURE;
  const policies = policiesOf(target, 'Ingress', view);
  if (policies === undefined) return UNSURE;
  const from = partyOf(client, labelsOfNamespace(client, view));
  return { verdict: judge(policies, 'Ingress', from, to, wanted), side: 'Ingress', policies };
}

/**
 * Whether a pod can ask the DNS of the cluster.
 *
 * @param service the DNS of the cluster; undefined where it was not found: then a policy that lets nothing through that
 * might be DNS still tells, if nobody was allowed to look
 */
export function passageToDns(client: Pod, service: Service | undefined, protocol: string, view: Policed): Passage {
  if (service !== undefined) {
    const port = service.spec?.ports?.find((one) => one.port === 53 && (one.protocol ?? 'TCP') === protocol);
    if (port === undefined) return UNSURE;
    return passageTo(client, service, port, view);
  }
  if (DNS_NAMESPACES.every((namespace) => view.covers('Service', namespace))) return UNSURE;
  const passages = DNS_NAMESPACES.map((namespace) => {
    const dark: Party = { namespace, namespaceLabels: null, labels: null, addresses: [], ports: null, onHost: false };
    return egress(client, dark, { ports: DNS_PORTS, protocol }, view);
  });
  return passages.find(({ verdict }) => verdict !== 'denied') ?? passages[0] ?? UNSURE;
}

/** The policies that isolate a pod; undefined where they were not read. */
function policiesOf(pod: Pod, direction: 'Egress' | 'Ingress', view: Policed): readonly NetworkPolicy[] | undefined {
  const { namespace = '', labels } = pod.metadata;
  if (!view.covers('NetworkPolicy', namespace)) return undefined;
  return isolating(view.inNamespace('NetworkPolicy', namespace), labels, direction);
}

function labelsOfNamespace(pod: Pod, view: Policed): Labels | null {
  const found = view.get('Namespace', null, pod.metadata.namespace ?? '');
  return found.state === 'found' ? (found.object?.metadata.labels ?? {}) : null;
}

function clusterIPs({ spec }: Service): readonly string[] {
  return (spec?.clusterIPs ?? [spec?.clusterIP ?? '']).filter((address) => address !== '' && address !== 'None');
}

function together(passages: readonly Passage[]): Passage {
  return passages.find(({ verdict }) => verdict !== 'denied') ?? passages[0] ?? UNSURE;
}

function worse(left: Passage, right: Passage): Passage {
  if (right.verdict === 'denied' || left.verdict === 'allowed') return right;
  return left;
}

/** True if a Service's own pods are the ones that name it: a program that tells others its name. */
export function isOwnService(pod: Pod, service: Service): boolean {
  const selector = service.spec?.selector ?? {};
  return (
    pod.metadata.namespace === service.metadata.namespace &&
    Object.keys(selector).length > 0 &&
    labelsMatch(selector, pod.metadata.labels)
  );
}
