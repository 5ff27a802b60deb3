import { conditionsOf } from '../conditions.ts';
import type { ObjectOf } from '../object.ts';
import { MINUTE_MS, timeMs } from '../time.ts';

type Request = ObjectOf<'CertificateSigningRequest'>;

/** The signers of Kubernetes' own for kubelets. */
export const KUBELET_SIGNERS = {
  client: 'kubernetes.io/kube-apiserver-client-kubelet',
  serving: 'kubernetes.io/kubelet-serving',
} as const;

const PATIENCE_MS = 10 * MINUTE_MS;

/** Requests of one kubelet that wait. */
export interface PendingRequests {
  readonly signer: string;
  readonly requestor: string;
  readonly count: number;
  /** The node that asks; null for one that has no name yet. */
  readonly node: string | null;
}

interface Source {
  readonly takenAtMs: number;
  all(kind: 'CertificateSigningRequest'): readonly Request[];
}

/**
 * The requests of kubelets that wait too long, by the name of each kubelet's oldest: a kubelet asks again and again.
 * For `view.shared`.
 */
export function pendingRequests(view: Source): ReadonlyMap<string, PendingRequests> {
  const groups = new Map<string, Request[]>();
  for (const request of view.all('CertificateSigningRequest')) {
    if (!isKubelets(request) || conditionsOf(request).length > 0) continue;
    const createdMs = timeMs(request.metadata.creationTimestamp);
    if (createdMs === undefined || view.takenAtMs - createdMs < PATIENCE_MS) continue;
    const key = `${request.spec?.signerName}/${request.spec?.username}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [request]);
    else known.push(request);
  }
  const pending = [...groups.values()].map((requests) => {
    const [oldest] = requests.sort(
      (left, right) => (timeMs(left.metadata.creationTimestamp) ?? 0) - (timeMs(right.metadata.creationTimestamp) ?? 0),
    );
    const requestor = oldest?.spec?.username ?? '';
    const node = /^system:node:(.+)$/.exec(requestor)?.[1] ?? null;
    return [
      oldest?.metadata.name ?? '',
      { signer: oldest?.spec?.signerName ?? '', requestor, count: requests.length, node },
    ] as const;
  });
  return new Map(pending);
}

/** True for a request to one of the two signers of kubelets. */
export function isKubelets({ spec }: Request): boolean {
  return spec?.signerName === KUBELET_SIGNERS.client || spec?.signerName === KUBELET_SIGNERS.serving;
}
