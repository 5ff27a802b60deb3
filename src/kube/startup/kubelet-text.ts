const LONGEST = 300;

/**
 * An error of the kubelet or the container runtime, without what tells people nothing, on one line.
 *
 * Drops the wrapping of gRPC, the pod's uid and the ids of sandboxes, folders of the kubelet, and the query of URLs,
 * which can hold a signature.
 */
export function kubeletText(raw: string): string {
  return raw
    .replaceAll('\\"', '"')
    .replace(/\s+/g, ' ')
    .replace(/^\(combined from similar events\): /, '')
    .replace(/rpc error: code = \w+ desc = /g, '')
    .replace(/ ?\(pod: "[^"]*", container: [^)]*\)/g, '')
    .replace(/ "?[0-9a-f]{64}"?/g, '')
    .replace(/\/[^\s"':]*\/pods\/[0-9a-f-]{36}\/(?:volumes|volume-subpaths|volumeDevices)(?:\/[^\s"':]*)?/g, '(volume)')
    .replace(/: mount \S+ \(via [^)]*\), flags: 0x[0-9a-f]+/g, '')
    .replace(/(https?:\/\/[^\s"?]+)\?[^\s"]*/g, '$1')
    .trim();
}

/** At most 300 characters of a text. */
export function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`;
}
