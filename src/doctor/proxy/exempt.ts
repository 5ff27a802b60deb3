/**
 * Whether `NO_PROXY` keeps Node's own requests to a host from the proxy. The loopback has no exception of its own there.
 *
 * @see https://nodejs.org/api/http.html#built-in-proxy-support
 */
export function isExempt(noProxy: string | null, host: string, port: number): boolean {
  const wanted = host.toLowerCase();
  return (noProxy ?? '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && covers(entry, wanted, port));
}

function covers(entry: string, host: string, port: number): boolean {
  if (entry === '*') return true;
  const [, name = '', wantedPort] = /^(\[[^\]]*\]|[^:]*|[^:]*:[^:]*:.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (wantedPort !== undefined && Number(wantedPort) !== port) return false;
  const bare = name.replace(/^\[|\]$/g, '');
  const suffix = bare.replace(/^\*\./, '.');
  return suffix.startsWith('.') ? host.endsWith(suffix) : host === bare || isInRange(bare, host);
}

/** `10.0.0.1-10.0.0.9`: Node knows ranges, and no CIDR. */
function isInRange(range: string, host: string): boolean {
  const [first, last] = range.split('-').map(addressNumber);
  const at = addressNumber(host);
  return at !== null && first !== null && last !== null && first !== undefined && last !== undefined
    ? first <= at && at <= last
    : false;
}

function addressNumber(text: string): number | null {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null;
  return text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
