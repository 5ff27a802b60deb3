import { globMatches } from '../glob.ts';
import type { Keyed } from '../object.ts';

/** What a pull secret is good for, as far as it was read. */
export interface Account {
  readonly secret: string;
  readonly type: string;
  readonly registries: readonly string[];
}

/** What a pull secret is good for; undefined where nobody looked. A type that the kubelet does not know has no account. */
export function accountIn(secret: Keyed): Account | undefined {
  const { type = 'Opaque', keys, registries = [], metadata } = secret;
  return keys === undefined ? undefined : { secret: metadata.name, type, registries };
}

/**
 * True if an account of that name is for the host of a registry: `*.example.com` is for one label in its place.
 * @see https://kubernetes.io/docs/concepts/containers/images/#config-json
 */
export function accountCovers(name: string, host: string): boolean {
  const [nameHost = '', namePort] = name.split(':');
  const [wantedHost = '', wantedPort] = host.split(':');
  const [labels, wanted] = [nameHost.split('.'), wantedHost.split('.')];
  if (namePort !== wantedPort || labels.length !== wanted.length) return false;
  return labels.every((label, index) => globMatches(label, wanted[index] ?? ''));
}
