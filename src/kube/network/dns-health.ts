import { type ContainerView, containersOf } from '../containers.ts';
import { parseImage } from '../images/image-reference.ts';
import type { KubeObject, ObjectOf, Pod } from '../object.ts';
import { isReady } from '../pods.ts';
import { type End, isLooping, lastEndOf } from '../runtime/ends.ts';
import { MINUTE_MS } from '../time.ts';
import { lackingPods } from '../workloads/shortfall.ts';
import { clusterDns, dnsPods } from './cluster-dns.ts';
import { linesOf, type Witness } from './failing.ts';

type Service = ObjectOf<'Service'>;

/** A broken Corefile ends CoreDNS at once; a loop of queries does so as soon as its first probe of itself comes back. */
const SOON_MS = MINUTE_MS;

/** CoreDNS that gives up by itself soon after each start: as far as its end tells, because of its configuration. */
export interface ConfigEnd {
  readonly container: ContainerView;
  readonly end: End;
  readonly configMap: string | null;
  /** What it wrote about it, where its log or its last words were read. */
  readonly said: string | null;
}

/** How CoreDNS speaks of its configuration when it gives up. */
const ABOUT_CONFIG = /Corefile|plugin\/|Loop \(|Unknown directive|parsing/i;

/**
 * The container of a DNS pod that exits again and again right after its start.
 *
 * CoreDNS waits for all that it needs from outside; what makes it exit is its Corefile.
 * @see https://coredns.io/plugins/loop/#troubleshooting
 */
export function configEndOf(pod: Pod, view: Witness): ConfigEnd | undefined {
  const container = containersOf(pod).find(({ spec }) => isCoreDns(spec.image ?? ''));
  const end = lastEndOf(container?.status);
  if (container === undefined || end === undefined || !isLooping(container, pod, view.takenAtMs)) return undefined;
  if (end.exitCode !== 1 || end.reason !== 'Error' || end.ranMs === null || end.ranMs > SOON_MS) return undefined;
  const mounts = new Set((container.spec.volumeMounts ?? []).map(({ name }) => name));
  const volume = (pod.spec?.volumes ?? []).find(({ name, configMap }) => configMap?.name && mounts.has(name ?? ''));
  const lines = linesOf(pod, container.name, view);
  const said = [...lines].reverse().find((line) => ABOUT_CONFIG.test(line)) ?? end.message;
  // It spoke, and of something else: a port that is taken, rights that it lacks.
  if (lines.length > 0 && said === null) return undefined;
  return { container, end, configMap: volume?.configMap?.name ?? null, said };
}

function isCoreDns(image: string): boolean {
  return /coredns(?:-coredns)?$/.test(parseImage(image)?.repository ?? image);
}

/** DNS pods that should answer and do not, beside others that do. */
export interface PartlyUp {
  readonly ready: number;
  readonly lacking: readonly Pod[];
}

interface Surroundings {
  age(timestamp: string | null | undefined): number;
  selectByLabels: Parameters<typeof dnsPods>[1]['selectByLabels'];
}

/** Which pods of the cluster's DNS lack while others answer; undefined where all do, or none. */
export function partlyUp(service: Service, view: Surroundings): PartlyUp | undefined {
  const pods = dnsPods(service, view);
  const ready = pods.filter(isReady).length;
  const lacking = lackingPods(
    pods.filter((pod) => !isReady(pod)),
    false,
    view,
  );
  return ready === 0 || lacking.length === 0 ? undefined : { ready, lacking };
}

interface Owners {
  all(kind: 'Service'): readonly Service[];
  selectByLabels: Surroundings['selectByLabels'];
  topOwner(object: KubeObject): { readonly kind: string; readonly namespace: string | null; readonly name: string };
}

/** The workload that runs the cluster's DNS, as `Kind/namespace/name`; for `view.shared`. */
export function dnsWorkload(view: Owners): string | undefined {
  const service = clusterDns(view);
  const [pod] = service === undefined ? [] : dnsPods(service, view);
  if (pod === undefined) return undefined;
  const { kind, namespace, name } = view.topOwner(pod);
  return `${kind}/${namespace ?? ''}/${name}`;
}
