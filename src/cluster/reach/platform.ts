import { z } from 'zod';
import type { Target } from '../kubeconfig/choose-context.ts';

/** What runs the cluster, as its names tell; null where they do not. */
export interface Platform {
  readonly kind: 'kind' | 'k3d' | 'minikube' | 'Docker Desktop' | 'Rancher Desktop' | 'OrbStack';
  /** The cluster's own name there. */
  readonly name: string;
}

const BY_NAME: Readonly<Record<string, Platform['kind']>> = {
  minikube: 'minikube',
  'docker-desktop': 'Docker Desktop',
  'docker-for-desktop': 'Docker Desktop',
  'rancher-desktop': 'Rancher Desktop',
  orbstack: 'OrbStack',
};

const Provider = z.object({ provider: z.string() });

/** Guesses from the names that each platform gives to the cluster and the context it makes. */
export function guessPlatform({ clusterName, context, cluster }: Target): Platform | null {
  // https://minikube.sigs.k8s.io: a profile may have any name, and is noted as an extension.
  const providers = (cluster.extensions ?? []).map(({ extension }) => Provider.safeParse(extension).data?.provider);
  if (providers.includes('minikube.sigs.k8s.io')) return { kind: 'minikube', name: clusterName };
  for (const name of [clusterName, context]) {
    const match = /^(kind|k3d)-(.+)$/.exec(name);
    if (match?.[1] === 'kind' || match?.[1] === 'k3d') return { kind: match[1], name: match[2] ?? '' };
    const kind = BY_NAME[name];
    if (kind !== undefined) return { kind, name };
  }
  return null;
}
