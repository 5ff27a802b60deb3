/** A minor version of Kubernetes, by its second number: all releases so far begin with 1. */
export function minorOf(version: string | undefined): number | undefined {
  const minor = /^v?1\.(\d+)/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/**
 * How many minor versions a kubelet, or kube-proxy, may be older than the API server that it talks to.
 * @see https://kubernetes.io/releases/version-skew-policy/
 */
export function oldestAllowed(serverMinor: number): number {
  return serverMinor >= 28 ? serverMinor - 3 : serverMinor - 2;
}

/** `2 minor versions`. */
export function minorsText(count: number): string {
  return `${count} minor version${count === 1 ? '' : 's'}`;
}
