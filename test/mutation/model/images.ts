import type { PodSpec } from '../../../src/kube/object.ts';
import type { Cluster } from './cluster.ts';
import type { InContainer, PodPlan } from './fate.ts';
import { programOf } from './program.ts';

type Container = NonNullable<PodSpec['containers']>[number];

export interface PullSecrets {
  /** True where one of them is there, and for the registry. */
  readonly valid: boolean;
  readonly missing: readonly string[];
}

export function pullSecretsOf({ namespace, spec }: PodPlan, cluster: Cluster): PullSecrets {
  const own = spec.imagePullSecrets ?? [];
  const account = cluster.get('ServiceAccount', namespace, spec.serviceAccountName ?? 'default');
  // The admission plugin fills in the account's only where the pod names none.
  const names = (own.length > 0 ? own : (account?.imagePullSecrets ?? [])).map(({ name = '' }) => name);
  const found = names.map((name) => cluster.get('Secret', namespace, name));
  return {
    valid: found.some(
      (secret) =>
        secret?.type === 'kubernetes.io/dockerconfigjson' && secret.registries?.includes('registry.example.com'),
    ),
    missing: names.filter((_, index) => found[index] === undefined),
  };
}

/** What containerd and the kubelet say of an image that cannot be had. */
export function imageTrouble(container: Container, plan: PodPlan, secrets: PullSecrets): InContainer | undefined {
  const { name, image = '', imagePullPolicy } = container;
  const waiting = (reason: string, message: string, said = message): InContainer => ({
    state: 'waiting',
    container: name,
    reason,
    message,
    said,
  });
  const repository = image.replace(/:[^:/]*$/, '');
  if (/[A-Z]/.test(repository)) {
    const text = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format: repository name (${repository.split('/').slice(1).join('/')}) must be lowercase`;
    return waiting('InvalidImageName', text);
  }
  const present = plan.pulled && programOf(image) !== undefined;
  if (present && imagePullPolicy !== 'Always') return undefined;
  if (imagePullPolicy === 'Never')
    return waiting('ErrImageNeverPull', `Container image "${image}" is not present with pull policy of Never`);
  const cause = pullFailure(image, secrets);
  if (cause === undefined) return undefined;
  return waiting(
    'ImagePullBackOff',
    `Back-off pulling image "${image}": ErrImagePull: ${cause}`,
    `Failed to pull image "${image}": ${cause}`,
  );
}

function pullFailure(image: string, secrets: PullSecrets): string | undefined {
  const [host = '', ...rest] = image.split('/');
  const resolving = `failed to pull and unpack image "${image}": failed to resolve reference "${image}"`;
  const [path, tag = 'latest'] = rest.join('/').split(':');
  if (host === 'registry.k8s.io') return undefined;
  if (host !== 'registry.example.com')
    return `${resolving}: failed to do request: Head "https://${host}/v2/${path}/manifests/${tag}": dial tcp: lookup ${host} on 10.255.255.53:53: no such host`;
  if (!secrets.valid)
    return `${resolving}: pulling from host ${host} failed with status code [manifests ${tag}]: 401 Unauthorized`;
  return programOf(image) === undefined
    ? `rpc error: code = NotFound desc = ${resolving}: ${image}: not found`
    : undefined;
}
