const LONGEST = 300;

/**
 * An error of the kubelet or the container runtime, cut to what tells people something.
 *
 * Drops the wrapping of gRPC, the pod's uid and the ids of sandboxes, folders of the kubelet, and the query of URLs,
 * which can hold a signature; one line, at most 300 characters.
 */
export function kubeletText(raw: string): string {
  const text = raw
    .replaceAll('\\"', '"')
    .replace(/\s+/g, ' ')
    .replace(/^\(combined from similar events\): /, '')
    .replace(/rpc error: code = \w+ desc = /g, '')
    .replace(/ ?\(pod: "[^"]*", container: [^)]*\)/g, '')
    .replace(/ "?[0-9a-f]{64}"?/g, '')
    .replace(/\/[^\s"':]*\/pods\/[0-9a-f-]{36}\/(?:volumes|volume-subpaths|volumeDevices)(?:\/[^\s"':]*)?/g, '(volume)')
    .replace(/(https?:\/\/[^\s"?]+)\?[^\s"]*/g, '$1')
    .trim();
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`;
}
