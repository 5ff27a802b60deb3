import { kubeletText, shortened } from '../startup/kubelet-text.ts';

/**
 * Why an image could not be pulled, as far as a text of the kubelet, the container runtime or the registry tells.
 *
 * - `not-found`: the registry knows no such repository, tag or digest.
 * - `unauthorized`: the registry wants credentials, or other ones. Some answer so for what does not exist, too.
 * - `network`: the registry was not reached, or broke off.
 * - `tls`: the node does not trust the registry's certificate.
 * - `rate-limited`: the registry was asked too often.
 * - `signature`: the node does not accept the image's signature, or wants one.
 * - `platform`: the image has no variant for the node's platform.
 * - `other`: something else, which the text says. `unknown`: no text says why.
 */
export type PullErrorClass =
  | 'not-found'
  | 'unauthorized'
  | 'network'
  | 'tls'
  | 'rate-limited'
  | 'platform'
  | 'signature'
  | 'other'
  | 'unknown';

/**
 * First match decides, so what stands inside other texts comes last: a token service that cannot be reached is a
 * matter of network, though the text says "failed to authorize", and a missing platform is "not found" to containerd.
 */
const CLASSES: readonly (readonly [PullErrorClass, RegExp])[] = [
  [
    'signature',
    /signature ?validation ?failed|source image rejected|signature was required|(no|invalid|missing) (image )?signature/i,
  ],
  ['platform', /no match for platform|no matching manifest for|no image found in (manifest list|image index) for/i],
  [
    'tls',
    /x509:|certificate (signed by|has expired|is not)|server gave HTTP response to HTTPS client|tls: (?!handshake timeout)/i,
  ],
  [
    'network',
    /dial (tcp|udp)|i\/o timeout|no such host|connection (refused|reset|timed out)|no route to host|network is unreachable|TLS handshake timeout|proxyconnect|server misbehaving|deadline exceeded|Client\.Timeout|unexpected EOF|: EOF$|registry is unavailable/i,
  ],
  ['rate-limited', /toomanyrequests|too many requests|\b429\b|pull QPS exceeded|rate limit/i],
  [
    'unauthorized',
    /unauthorized|authentication required|access forbidden|(?<!permission )\bdenied\b|\b40[13] |insufficient_scope|no basic auth credentials|failed to authorize|authorization failed|not authorized|invalid username\/password|403 \(?forbidden/i,
  ],
  ['not-found', /code = NotFound|manifest unknown|name unknown|repository does not exist|\b404 Not Found|not found$/i],
];

/** What stands before the words of the registry. */
const WRAPPING =
  /^(?:Back-off pulling image "[^"]*"|ErrImagePull|RegistryUnavailable|SignatureValidationFailed|Failed to pull image "[^"]*"|failed to pull and unpack image "[^"]*"|failed to resolve reference "[^"]*"|failed to resolve image|failed to do request|(?:Head|Get) "[^"]*"|Error response from daemon|(?:unable to pull image or OCI artifact: )?pull image err|[Ii]nitializing source docker:\/\/\S+|copying system image from manifest list|pulling from host \S+ failed with status code \[[^\]]*\]|unexpected status code \[[^\]]*\]|Error)(?::\s*|$)/;

/** Sorts the text of a failed pull; the image's own name in it tells nothing. */
export function pullErrorClass(text: string, image: string): PullErrorClass {
  if (pullErrorText(text) === '') return 'unknown';
  const words = text.replace(/"[^"]*"/g, '""').replaceAll(image, '');
  return CLASSES.find(([, pattern]) => pattern.test(words.trim()))?.[0] ?? 'other';
}

/** The last, telling part of the text of a failed pull: `dial tcp 10.0.0.7:5000: connect: connection refused`. */
export function pullErrorText(text: string): string {
  let rest = kubeletText(text);
  for (let next = unwrapped(rest); next !== rest; next = unwrapped(rest)) rest = next;
  return shortened(rest);
}

function unwrapped(text: string): string {
  return text
    .replace(WRAPPING, '')
    .replace(/^(?:ErrImagePull|ImagePullBackOff)$/, '')
    .trim();
}
