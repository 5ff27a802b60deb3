/** The parts of an image's name, with what the container runtime fills in. */
export interface ImageReference {
  /** The registry's host, with its port: `docker.io` where the name gives none. */
  readonly registry: string;
  /** The path on the registry: `library/nginx` for plain `nginx` on Docker Hub. */
  readonly repository: string;
  /** `latest` where the name gives neither tag nor digest; null where it gives a digest only. */
  readonly tag: string | null;
  readonly digest: string | null;
}

const NAME = /^[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const HOST =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;

/**
 * Takes an image's name apart as the kubelet does; undefined for what is no image reference.
 * @see https://github.com/distribution/reference/blob/main/reference.go
 */
export function parseImage(image: string): ImageReference | undefined {
  const at = image.indexOf('@');
  const digest = at < 0 ? null : image.slice(at + 1);
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const tag = tagged ? named.slice(colon + 1) : null;
  const { registry, repository } = splitHost(tagged ? named.slice(0, colon) : named);
  if (!HOST.test(registry) || !NAME.test(repository)) return undefined;
  if ((tag !== null && !TAG.test(tag)) || (digest !== null && !DIGEST.test(digest))) return undefined;
  return { registry, repository, tag: tag ?? (digest === null ? 'latest' : null), digest };
}

/** The host of an image's registry; the name itself where it is no image reference. */
export function registryOf(image: string): string {
  return parseImage(image)?.registry ?? image;
}

/** Only a first part that looks like a host is one: `shop/web` is on Docker Hub, `localhost/web` is not. */
function splitHost(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  if (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()) {
    const registry = first === 'index.docker.io' ? 'docker.io' : first;
    return { registry, repository: onHub(registry, name.slice(slash + 1)) };
  }
  return { registry: 'docker.io', repository: onHub('docker.io', name) };
}

function onHub(registry: string, repository: string): string {
  return registry === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
}
