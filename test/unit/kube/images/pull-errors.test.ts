import { describe, expect, test } from 'vitest';
import { pullErrorClass, pullErrorText } from '../../../../src/kube/images/pull-errors.ts';

const IMAGE = 'registry.example/shop/web:1';
const containerd = (why: string) =>
  `failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": ${why}`;

describe('pullErrorClass', () => {
  test.each([
    // containerd, as recorded
    ['not-found', `rpc error: code = NotFound desc = ${containerd(`${IMAGE}: not found`)}`],
    [
      'network',
      containerd('failed to do request: Head "https://r/v2/": dial tcp: lookup r on 10.96.0.10:53: no such host'),
    ],
    [
      'network',
      containerd('failed to do request: Head "http://r/v2/": dial tcp 127.0.0.1:5000: connect: connection refused'),
    ],
    [
      'unauthorized',
      containerd('pulling from host registry.example failed with status code [manifests 1]: 401 Unauthorized'),
    ],
    [
      'unauthorized',
      containerd('unexpected status from HEAD request to https://r/v2/shop/web/manifests/1: 403 Forbidden'),
    ],
    [
      'rate-limited',
      containerd('pulling from host registry.example failed with status code [manifests 1]: 429 Too Many Requests'),
    ],
    ['tls', containerd('failed to do request: Head "https://r/v2/": x509: certificate signed by unknown authority')],
    [
      'platform',
      `rpc error: code = NotFound desc = failed to pull and unpack image "${IMAGE}": no match for platform in manifest: not found`,
    ],
    // containerd, from the registries people use
    [
      'unauthorized',
      containerd(
        'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      ),
    ],
    [
      'unauthorized',
      containerd(
        'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token: 403 Forbidden',
      ),
    ],
    [
      'network',
      containerd(
        'failed to authorize: failed to fetch oauth token: Post "https://auth.r/token": dial tcp 10.1.2.3:443: i/o timeout',
      ),
    ],
    ['network', containerd('failed to do request: Head "https://r/v2/": net/http: TLS handshake timeout')],
    ['network', containerd('failed to do request: Head "https://r/v2/": EOF')],
    ['tls', containerd('failed to do request: Head "https://r/v2/": http: server gave HTTP response to HTTPS client')],
    // CRI-O
    ['not-found', 'reading manifest 1 in registry.example/shop/web: manifest unknown'],
    [
      'not-found',
      'initializing source docker://registry.example/shop/web:1: reading manifest 1 in registry.example/shop/web: name unknown: repository not found',
    ],
    [
      'unauthorized',
      'Error reading manifest 1 in quay.io/shop/web: unauthorized: access to the requested resource is not authorized',
    ],
    [
      'unauthorized',
      'initializing source docker://docker.io/shop/web:1: reading manifest 1 in docker.io/shop/web: errors: denied: requested access to the resource is denied unauthorized: authentication required',
    ],
    [
      'network',
      'initializing source docker://registry.example/shop/web:1: pinging container registry registry.example: Get "https://registry.example/v2/": dial tcp: lookup registry.example: Temporary failure in name resolution',
    ],
    // cri-dockerd
    ['not-found', `Error response from daemon: manifest for ${IMAGE} not found: manifest unknown: manifest unknown`],
    [
      'unauthorized',
      'Error response from daemon: Head "https://123.dkr.ecr.eu-west-1.amazonaws.com/v2/web/manifests/1": no basic auth credentials',
    ],
    [
      'unauthorized',
      "Error response from daemon: pull access denied for shop/web, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    ],
    ['rate-limited', 'toomanyrequests: You have reached your pull rate limit.'],
    // the kubelet itself
    ['rate-limited', 'pull QPS exceeded'],
    ['network', `image pull failed for ${IMAGE} because the registry is unavailable: connection reset by peer`],
    ['signature', `Source image rejected: A signature was required, but no signature exists`],
    ['signature', `image pull failed for ${IMAGE} because the signature validation failed: no signature`],
    ['other', 'failed to extract layer sha256:4f: write /var/lib/x: no space left on device: unknown'],
    ['other', 'failed to extract layer sha256:4f: mkdir /var/lib/containerd/x: permission denied: unknown'],
    [
      'unauthorized',
      containerd('denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource'),
    ],
    ['other', containerd('unexpected status code [manifests 1]: 500 Internal Server Error')],
    ['unknown', `Back-off pulling image "${IMAGE}"`],
    ['unknown', ''],
  ])('%s: %s', (expected, text) => {
    expect(pullErrorClass(text, IMAGE)).toBe(expected);
    expect(pullErrorClass(`Failed to pull image "${IMAGE}": ${text}`, IMAGE)).toBe(expected);
    if (expected !== 'unknown') {
      expect(pullErrorClass(`Back-off pulling image "${IMAGE}": ErrImagePull: ${text}`, IMAGE)).toBe(expected);
    }
  });

  test("words in the image's own name tell nothing", () => {
    const image = 'r.example/denied/x509:429';
    expect(pullErrorClass(`Error response from daemon: manifest for ${image} not found`, image)).toBe('not-found');
  });
});

describe('pullErrorText', () => {
  test('leaves what the registry says', () => {
    const text = containerd(
      'failed to do request: Head "https://r/v2/": dial tcp 10.1.2.3:443: connect: connection refused',
    );
    expect(
      pullErrorText(`Back-off pulling image "${IMAGE}": ErrImagePull: rpc error: code = Unknown desc = ${text}`),
    ).toBe('dial tcp 10.1.2.3:443: connect: connection refused');
    expect(
      pullErrorText(containerd('pulling from host r failed with status code [manifests 1]: 401 Unauthorized')),
    ).toBe('401 Unauthorized');
  });

  test('cuts what is too long only after that', () => {
    const text = pullErrorText(containerd(`${'x'.repeat(500)}`));
    expect(text).toHaveLength(300);
    expect(text.startsWith('xxx')).toBe(true);
  });
});
